namespace Failover.Audit;

/// <summary>One transition, or one operator command, in the audit trail.</summary>
internal sealed record AuditRecord
{
    /// <summary>The record's number, from 1, without gaps.</summary>
    public required long Number { get; init; }

    /// <summary>The log index of the entry that caused it.</summary>
    public required long Index { get; init; }

    /// <summary>The Raft term of that entry.</summary>
    public required long RaftTerm { get; init; }

    /// <summary>When, by the coordinator's wall clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The member that coordinated.</summary>
    public required string Coordinator { get; init; }

    /// <summary>What happened: a stable word such as <c>promoted</c>.</summary>
    public required string Verb { get; init; }

    public string? Election { get; init; }

    public string? Member { get; init; }

    public long Term { get; init; }

    public VacancyCause? Cause { get; init; }

    /// <summary>Who asked for it; null for what the cluster did by itself.</summary>
    public string? Actor { get; init; }

    /// <summary>Why, in the actor's or the cluster's words.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it was refused.</summary>
    public bool Refused { get; init; }

    /// <summary>SHA-256 over the hash of the record before and the fields of this one, in hexadecimal.</summary>
    public string Hash { get; init; } = "";
}
