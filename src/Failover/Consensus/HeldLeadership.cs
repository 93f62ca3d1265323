namespace Failover.Consensus;

/// <summary>The leadership of Raft that this member holds, captured in one go.</summary>
/// <param name="RaftTerm">The Raft term of just this leadership.</param>
/// <param name="Ended">Cancelled when it ends.</param>
internal sealed record HeldLeadership(long RaftTerm, CancellationToken Ended);
