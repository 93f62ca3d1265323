namespace Failover.Consensus;

/// <summary>How long the steps of an exchange between two members may take.</summary>
/// <param name="Step">The receiver takes what is sent, or answers.</param>
/// <param name="StepOfRequest">The next part of a request that has begun arrives. The receiver can do nothing else meanwhile.</param>
/// <param name="Snapshot">The receiver of a snapshot has stored and restored it.</param>
internal sealed record RaftTimeouts(TimeSpan Step, TimeSpan StepOfRequest, TimeSpan Snapshot);
