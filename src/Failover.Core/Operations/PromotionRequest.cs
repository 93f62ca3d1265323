using Failover.Sessions;

namespace Failover.Operations;

/// <summary>A proposed promotion that waits for an operator. Immutable and replicated.</summary>
public sealed record PromotionRequest
{
    /// <summary>Its number: unique in the cluster, and rising.</summary>
    public required long Number { get; init; }

    /// <summary>Rises from 1 with each material change of the evidence. A decision names the revision it was made on.</summary>
    public required int Revision { get; init; }

    /// <summary>The election.</summary>
    public required string Election { get; init; }

    /// <summary>The term of the last leadership; a promotion would begin the next.</summary>
    public required long Term { get; init; }

    /// <summary>Why approval is needed.</summary>
    public required string Why { get; init; }

    /// <summary>The proposed candidate's session, or null while no candidate is eligible.</summary>
    public SessionId? Candidate { get; init; }

    /// <summary>What speaks for and against it.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>SHA-256 of the evidence, in hexadecimal, as the audit trail has it.</summary>
    public required string EvidenceDigest { get; init; }

    /// <summary>How many distinct operators must approve the same candidate.</summary>
    public required int ApprovalsNeeded { get; init; }

    /// <summary>The approvals of this revision.</summary>
    public IReadOnlyList<Approval> Approvals { get; init => field = value ?? []; } = [];

    /// <summary>When it was opened, by the coordinator's wall clock. For display only.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When this revision was made, by the coordinator's wall clock. For display only.</summary>
    public required DateTimeOffset RevisedAt { get; init; }

    /// <summary>Whether nobody decided in time, and that was said louder.</summary>
    public bool IsEscalated { get; init; }

    /// <summary>Whether its time ran out under a policy that then promotes.</summary>
    public bool IsTimedOut { get; init; }
}
