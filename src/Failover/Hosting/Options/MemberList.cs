namespace Failover.Hosting;

/// <summary>Reads <see cref="FailoverOptions.Members"/>, in either form: a map of names, or a list of <c>name=host:port</c>.</summary>
internal static class MemberList
{
    /// <summary>The configured members in order, each with the key under which it is written.</summary>
    public static IEnumerable<MemberEntry> Read(IDictionary<string, string> members)
    {
        foreach (var (key, value) in members)
        {
            var address = value ?? string.Empty;
            var equals = address.IndexOf('=', StringComparison.Ordinal);
            yield return equals >= 0
                ? new MemberEntry($"Members:{key}", address[..equals].Trim(), address[(equals + 1)..].Trim())
                : new MemberEntry($"Members:{key}", key, address.Trim());
        }
    }
}
