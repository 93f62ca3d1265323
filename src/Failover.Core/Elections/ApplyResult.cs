namespace Failover.Elections;

/// <summary>What came of an entry.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Events">What changed, in order.</param>
internal sealed record ApplyResult(ClusterState State, IReadOnlyList<ClusterEvent> Events);
