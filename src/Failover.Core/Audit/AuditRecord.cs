namespace Failover.Audit;

/// <summary>One transition, or one operator command, in the audit trail: the same on every member, and bound to all before it.</summary>
public sealed record AuditRecord
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

    /// <summary>What happened: a stable word such as <c>promoted</c>, or the verb of a refused command.</summary>
    public required string Verb { get; init; }

    /// <summary>The election it is about, or null.</summary>
    public string? Election { get; init; }

    /// <summary>The promotion request it is about, or 0.</summary>
    public long Request { get; init; }

    /// <summary>The revision of that request, or 0.</summary>
    public int Revision { get; init; }

    /// <summary>The member or session it is about; of a promotion, the new leader.</summary>
    public string? Member { get; init; }

    /// <summary>The session that led before, or null.</summary>
    public string? From { get; init; }

    /// <summary>The term it is about, or 0.</summary>
    public long Term { get; init; }

    /// <summary>The cause of the vacancy, or null.</summary>
    public VacancyCause? Cause { get; init; }

    /// <summary>Who asked for it; null for what the cluster did by itself.</summary>
    public string? Actor { get; init; }

    /// <summary>How the actor was authenticated, or null.</summary>
    public string? Method { get; init; }

    /// <summary>The network address that the actor's command came from, or null.</summary>
    public string? Address { get; init; }

    /// <summary>Why, in the actor's or the cluster's words.</summary>
    public string? Reason { get; init; }

    /// <summary>SHA-256 of the evidence that was decided on, or null.</summary>
    public string? EvidenceDigest { get; init; }

    /// <summary>What came of it, in words, where there is more to say than the verb does.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether it was refused.</summary>
    public bool Refused { get; init; }

    /// <summary>How long the seat was vacant before, in milliseconds by the coordinators' wall clocks; null where that is no matter.</summary>
    public double? VacantMs { get; init; }

    /// <summary>SHA-256 over the hash of the record before and the fields of this one, in hexadecimal.</summary>
    public string Hash { get; init => field = value ?? ""; } = "";
}
