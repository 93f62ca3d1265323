namespace Failover.Hosting;

/// <summary>What a name of a cluster, member or election may look like: it becomes part of paths, keys and metrics.</summary>
internal static class Names
{
    public const int MaxLength = 100;

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && name.Trim('.').Length > 0;
}
