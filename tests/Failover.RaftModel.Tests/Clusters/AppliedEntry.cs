namespace Failover.RaftModel.Tests.Clusters;

/// <summary>An entry as a member's state machine got it.</summary>
internal sealed record AppliedEntry(long Index, long RaftTerm, string Content);
