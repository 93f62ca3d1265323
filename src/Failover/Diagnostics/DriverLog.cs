using Failover.Transport;
using Microsoft.Extensions.Logging;

namespace Failover.Diagnostics;

/// <summary>What the driver logs: event ids 2000 to 2499.</summary>
internal static partial class DriverLog
{
    [LoggerMessage(2000, LogLevel.Information, "{Member} coordinates in Raft term {RaftTerm}")]
    public static partial void BecameCoordinator(ILogger logger, string member, long raftTerm);

    [LoggerMessage(2001, LogLevel.Information, "{Member} no longer coordinates in Raft term {RaftTerm}")]
    public static partial void CeasedCoordinator(ILogger logger, string member, long raftTerm);

    [LoggerMessage(2002, LogLevel.Critical, "{Member} can not go on: it stops acting and its host is stopped")]
    public static partial void Failed(ILogger logger, Exception error, string member);

    [LoggerMessage(2003, LogLevel.Warning, "A channel of '{Remote}' was closed: it greeted as '{Claimed}', or as another process")]
    public static partial void GreetingMismatch(ILogger logger, string remote, string claimed);

    [LoggerMessage(2004, LogLevel.Warning, "The coordinator opens no session for {Member}: {Reason}")]
    public static partial void SessionRefused(ILogger logger, string member, string reason);

    [LoggerMessage(2005, LogLevel.Debug, "The coordinator '{Member}' could not be reached: {Reason}")]
    public static partial void DialFailed(ILogger logger, string member, string reason);

    [LoggerMessage(2006, LogLevel.Warning, "An entry of {Count} commands was not applied, or not in time: {Reason}")]
    public static partial void ProposalFailed(ILogger logger, int count, string reason);

    [LoggerMessage(2007, LogLevel.Debug, "The address of {Member} was dialled: {Outcome}")]
    public static partial void Probed(ILogger logger, string member, ProbeOutcome outcome);

    [LoggerMessage(2008, LogLevel.Warning, "Session {Member}#{Incarnation} of this process is over: {Reason}")]
    public static partial void SessionEnded(ILogger logger, string member, long incarnation, string reason);
}
