namespace Failover.Operations;

/// <summary>The cluster, as the answering member has it after the entries applied there so far. Immutable.</summary>
public sealed record ClusterStatus
{
    /// <summary>The cluster's name.</summary>
    public required string ClusterId { get; init; }

    /// <summary>The answering member.</summary>
    public required string Member { get; init; }

    /// <summary>The member that it takes for the coordinator, or null.</summary>
    public string? Coordinator { get; init; }

    /// <summary>Whether it has an open session whose lease runs; if not, what it says may be old.</summary>
    public required bool HasSession { get; init; }

    /// <summary>How many milliseconds its lease still runs; 0 without one.</summary>
    public double LeaseRemainingMs { get; init; }

    /// <summary>The index of the last entry applied there.</summary>
    public required long Index { get; init; }

    /// <summary>The configured members, by name.</summary>
    public required IReadOnlyList<MemberStatus> Members { get; init; }

    /// <summary>The elections, by name.</summary>
    public required IReadOnlyList<ElectionStatus> Elections { get; init; }

    /// <summary>The number of the newest record of the audit trail.</summary>
    public required long AuditCount { get; init; }

    /// <summary>The hash of that record.</summary>
    public required string AuditHead { get; init; }

    /// <summary>The lease duration, in milliseconds.</summary>
    public double LeaseMs { get; init; }
}
