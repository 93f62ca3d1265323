namespace Failover.Coordination;

/// <summary>A renewal that waits to be confirmed (rule 2).</summary>
/// <param name="Link">The channel on which it came.</param>
/// <param name="Number">Its number.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Order">What it came after: everything of the coordinator's that has a lower id.</param>
/// <param name="IsUrgent">Whether somebody waits for it.</param>
/// <param name="IsInRaftTerm">Whether its member said with it that it knows of no later Raft term than the coordinator's.</param>
internal readonly record struct WaitingRenewal(Link Link, long Number, TimeSpan ReceivedAt, long Order, bool IsUrgent, bool IsInRaftTerm);
