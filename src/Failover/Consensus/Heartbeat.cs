namespace Failover.Consensus;

/// <summary>Another way to send the heartbeats of a Raft term.</summary>
/// <param name="RaftTerm">The Raft term.</param>
/// <param name="Send">Sends one to every other member. Called on any thread; must not block or throw.</param>
internal sealed record Heartbeat(long RaftTerm, Action Send);
