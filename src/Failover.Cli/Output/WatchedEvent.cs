using Failover.Audit;

namespace Failover.Cli.Output;

/// <summary>What <c>watch</c> saw, for programs: one a line.</summary>
internal sealed record WatchedEvent
{
    /// <summary><c>status</c> or <c>audit</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The address of the member that told it.</summary>
    public required string Server { get; init; }

    public ClusterStatus? Status { get; init; }

    public AuditRecord? Audit { get; init; }
}
