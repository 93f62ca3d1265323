using Microsoft.Extensions.Logging;

namespace Failover.Consensus;

/// <summary>What this folder writes to the log.</summary>
internal static partial class ConsensusLogMessages
{
    [LoggerMessage(4000, LogLevel.Information, "The log is open at {Directory}: Raft term {RaftTerm}, last entry {LastIndex}, committed {CommitIndex}, snapshot {SnapshotIndex}")]
    public static partial void LogOpened(this ILogger logger, string directory, long raftTerm, long lastIndex, long commitIndex, long snapshotIndex);

    [LoggerMessage(4001, LogLevel.Critical, "The log has failed and this member promises nothing any more")]
    public static partial void LogFailed(this ILogger logger, Exception error);

    [LoggerMessage(4002, LogLevel.Warning, "No coordinator for some time; telling member {Member}, which is at Raft term {PeerRaftTerm}, of Raft term {RaftTerm}")]
    public static partial void SpreadingRaftTerm(this ILogger logger, string member, long peerRaftTerm, long raftTerm);

    [LoggerMessage(4003, LogLevel.Debug, "Member {Member} could not be asked for, or told of, a Raft term")]
    public static partial void RaftTermNotSpread(this ILogger logger, string member, Exception error);

    [LoggerMessage(4004, LogLevel.Warning, "The log did not close within {Limit}; its data directory stays locked until the process ends")]
    public static partial void CloseTimedOut(this ILogger logger, TimeSpan limit);

    [LoggerMessage(4005, LogLevel.Warning, "The log did not close cleanly")]
    public static partial void CloseFailed(this ILogger logger, Exception error);

    [LoggerMessage(4006, LogLevel.Information, "Elections of a coordinator: the time-outs are {Lower} to {Upper} from now on")]
    public static partial void PaceChanged(this ILogger logger, TimeSpan lower, TimeSpan upper);

    [LoggerMessage(4007, LogLevel.Warning, "{Path} does not match its checksum: what this member remembered of the others' promises is forgotten")]
    public static partial void PeersForgotten(this ILogger logger, string path);

    [LoggerMessage(4008, LogLevel.Warning, "{Path} could not be written: what this member remembers of the others' promises is lost if it ends now")]
    public static partial void PeersNotWritten(this ILogger logger, string path, Exception error);

    [LoggerMessage(4009, LogLevel.Information, "{Coordinator}, which coordinated in Raft term {RaftTerm}, is gone: this member stands for election")]
    public static partial void StandingEarly(this ILogger logger, string coordinator, long raftTerm);

    [LoggerMessage(4010, LogLevel.Warning, "This member gave up coordinating: it has been busy with one thing for {BusyFor}. Look for what blocks the thread that writes its log or listens to its metrics")]
    public static partial void GaveUpHung(this ILogger logger, TimeSpan busyFor);
}
