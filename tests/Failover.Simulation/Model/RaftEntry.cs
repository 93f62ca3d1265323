namespace Failover.Simulation.Model;

/// <summary>An entry of the modelled Raft log; without a payload it is the one that a new leader begins with.</summary>
internal sealed record RaftEntry(long Term, byte[]? Payload);
