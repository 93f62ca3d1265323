namespace Failover.Consensus;

/// <summary>Where an entry stands in the log.</summary>
/// <param name="Index">Its index, from 1.</param>
/// <param name="RaftTerm">The Raft term in which it was appended.</param>
internal readonly record struct LogPosition(long Index, long RaftTerm);
