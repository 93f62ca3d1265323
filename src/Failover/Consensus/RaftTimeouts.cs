namespace Failover.Consensus;

/// <summary>How long the steps of an exchange between two members may take.</summary>
/// <param name="Vote">The answer to a request for a vote. A candidate waits for all of them, so one silent member costs that much.</param>
/// <param name="Step">
/// The receiver takes what is sent, answers, or sends the next part of a request that has begun. A leader waits for a quorum only, and
/// steps down when a round of replication fails: so this is as long as a follower is patient, and a short stall deposes nobody.
/// </param>
/// <param name="Snapshot">The receiver of a snapshot has stored and restored it.</param>
internal sealed record RaftTimeouts(TimeSpan Vote, TimeSpan Step, TimeSpan Snapshot);
