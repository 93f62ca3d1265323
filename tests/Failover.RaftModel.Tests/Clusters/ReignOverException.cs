namespace Failover.RaftModel.Tests.Clusters;

/// <summary>A leader that should have stayed has not.</summary>
internal sealed class ReignOverException(string message) : Exception(message);
