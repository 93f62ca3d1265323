namespace Failover.Coordination;

/// <summary>A round of Raft that is under way, for every renewal that had come before it.</summary>
internal readonly record struct Barrier(long Id, TimeSpan Since);
