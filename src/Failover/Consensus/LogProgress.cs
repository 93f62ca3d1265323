namespace Failover.Consensus;

/// <summary>How far the log of this member is durable: what it may have told others that it has.</summary>
/// <param name="LastIndex">The last entry that was flushed before anything was said about it.</param>
/// <param name="CommitIndex">An index up to which the log is known to be committed; it may lag.</param>
/// <param name="InstalledSnapshot">The last snapshot that was received from a coordinator; earlier entries need not exist here.</param>
internal readonly record struct LogProgress(long LastIndex, long CommitIndex, long InstalledSnapshot);
