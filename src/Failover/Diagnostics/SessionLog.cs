using Microsoft.Extensions.Logging;

namespace Failover.Diagnostics;

/// <summary>What the driver logs of sessions and coordination. Event ids 2000 to 2999, which never change their meaning.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(2000, LogLevel.Information, "Session of member {Member} opened with incarnation {Incarnation}.")]
    public static partial void SessionOpened(this ILogger logger, string member, long incarnation);

    [LoggerMessage(2001, LogLevel.Warning, "Session of member {Member}, incarnation {Incarnation}, closed: {Reason}.")]
    public static partial void SessionClosed(this ILogger logger, string member, long incarnation, string reason);

    [LoggerMessage(2003, LogLevel.Information, "Connected to coordinator {Coordinator}.")]
    public static partial void ConnectedToCoordinator(this ILogger logger, string coordinator);

    [LoggerMessage(2004, LogLevel.Warning, "Lost coordinator {Coordinator}: {Reason}.")]
    public static partial void LostCoordinator(this ILogger logger, string coordinator, string reason);

    [LoggerMessage(2100, LogLevel.Information, "This member coordinates in Raft term {RaftTerm}.")]
    public static partial void BecameCoordinator(this ILogger logger, long raftTerm);

    [LoggerMessage(2101, LogLevel.Information, "This member coordinates no longer (Raft term {RaftTerm}).")]
    public static partial void CeasedCoordinator(this ILogger logger, long raftTerm);

    [LoggerMessage(2105, LogLevel.Information, "This member leads, so it gives up coordinating (Raft term {RaftTerm}) in favour of one that does not.")]
    public static partial void Yielded(this ILogger logger, long raftTerm);

    [LoggerMessage(2103, LogLevel.Warning, "Member {Member} disconnected: {Reason}.")]
    public static partial void MemberDisconnected(this ILogger logger, string member, string reason);

    [LoggerMessage(2104, LogLevel.Information, "Probe of member {Member}: {Result}.")]
    public static partial void Probed(this ILogger logger, string member, string result);

    [LoggerMessage(2200, LogLevel.Information,
        "Election {Election}: {Member} is promoted in term {Term} ({Cause}), after {VacancyMilliseconds:0} ms without a leader.")]
    public static partial void Promoted(
        this ILogger logger, string election, string member, long term, VacancyCause cause, double vacancyMilliseconds);

    [LoggerMessage(2201, LogLevel.Warning, "Election {Election}: the seat is vacant after term {Term} ({Cause}); last leader: {Member}.")]
    public static partial void Vacated(this ILogger logger, string election, long term, VacancyCause cause, string member);

    [LoggerMessage(2202, LogLevel.Information, "Election {Election}: hand-over of term {Term} from {From} to {To} requested: {Reason}.")]
    public static partial void HandOverRequested(
        this ILogger logger, string election, long term, string from, string to, string reason);

    [LoggerMessage(2204, LogLevel.Warning, "Election {Election}: hand-over of term {Term} given up: {Reason}.")]
    public static partial void HandOverAborted(this ILogger logger, string election, long term, string reason);

    [LoggerMessage(2300, LogLevel.Debug, "A command of entry {Index} no longer fits and changed nothing: {Reason}.")]
    public static partial void CommandRefused(this ILogger logger, long index, string reason);

    [LoggerMessage(2301, LogLevel.Warning, "An entry could not be appended: {Reason}.")]
    public static partial void EntryRefused(this ILogger logger, string reason);

    [LoggerMessage(2302, LogLevel.Error, "An entry could not be appended, and was not even tried.")]
    public static partial void EntryFailed(this ILogger logger, Exception error);
}
