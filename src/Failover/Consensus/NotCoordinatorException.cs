namespace Failover.Consensus;

/// <summary>This member does not lead Raft in the term that was asked for.</summary>
internal sealed class NotCoordinatorException(string message, Exception? innerException = null)
    : Exception(message, innerException);
