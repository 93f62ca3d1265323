namespace Failover.Sessions;

/// <summary>An open session, as the log has it.</summary>
internal sealed record SessionState
{
    public required SessionId Id { get; init; }

    /// <summary>The process that answered at the member's configured address when the session was opened (rule 4).</summary>
    public required Guid Process { get; init; }

    /// <summary>What the member advertises to applications.</summary>
    public string? Address { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init => field = value ?? ReadOnlyDictionary<string, string>.Empty; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Why the member reports itself unfit, or null while it is fit.</summary>
    public string? Unfit { get; init; }

    /// <summary>Why this session's renewals are no longer confirmed (rule 7), or null.</summary>
    public string? Deposed { get; init; }
}
