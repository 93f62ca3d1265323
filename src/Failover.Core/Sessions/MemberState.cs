namespace Failover.Sessions;

/// <summary>What the log knows of a member.</summary>
internal sealed record MemberState
{
    public required string Name { get; init; }

    /// <summary>The incarnation of the newest session that was ever opened; a later one must be greater.</summary>
    public long LastIncarnation { get; init; }

    /// <summary>The open session, or null.</summary>
    public SessionState? Session { get; init; }

    /// <summary>Set while an operator keeps this member from leading anything.</summary>
    public OperatorNote? Drained { get; init; }
}
