namespace Failover.RaftModel.Tests.Clusters;

/// <summary>What a member has on its disk of what it promised the others.</summary>
internal sealed record Promise(long RaftTerm, string? Vote);
