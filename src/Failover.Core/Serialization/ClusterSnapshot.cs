using System.Collections.Immutable;
using Failover.Audit;
using Failover.Sessions;

namespace Failover.Serialization;

/// <summary>The replicated state as it is written: maps become lists, whose order does not depend on a comparer.</summary>
internal sealed record ClusterSnapshot
{
    public required int Format { get; init; }

    public required long Index { get; init; }

    public required ImmutableArray<MemberState> Members { get; init; }

    public required ImmutableArray<ElectionSnapshotDto> Elections { get; init; }

    public required ImmutableArray<OperatorResult> Results { get; init; }

    public required long LastRequest { get; init; }

    public required ImmutableArray<AuditRecord> Audit { get; init; }

    public required string AuditHead { get; init; }

    public required long AuditCount { get; init; }
}
