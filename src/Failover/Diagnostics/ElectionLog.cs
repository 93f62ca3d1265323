using Microsoft.Extensions.Logging;

namespace Failover.Diagnostics;

/// <summary>What the application side logs. Event ids 1000 to 1999, which never change their meaning.</summary>
internal static partial class ElectionLog
{
    [LoggerMessage(1000, LogLevel.Information, "Election {Election}: this member leads in term {Term}.")]
    public static partial void Elected(this ILogger logger, string election, long term);

    [LoggerMessage(1001, LogLevel.Information, "Election {Election}: the leadership of this member in term {Term} is over: {Reason}.")]
    public static partial void Revoked(this ILogger logger, string election, long term, string? reason);

    [LoggerMessage(1002, LogLevel.Information, "Election {Election}: {Leader} leads in term {Term}.")]
    public static partial void LeaderChanged(this ILogger logger, string election, string leader, long term);

    [LoggerMessage(1003, LogLevel.Warning, "Election {Election}: nobody leads after term {Term} ({Cause}).")]
    public static partial void BecameVacant(this ILogger logger, string election, long term, VacancyCause cause);

    [LoggerMessage(1004, LogLevel.Information, "Election {Election}: this member must release term {Term}: {Reason}.")]
    public static partial void ReleaseRequested(this ILogger logger, string election, long term, string reason);

    [LoggerMessage(1005, LogLevel.Information, "Election {Election}: term {Term} is released; its leader services have ended.")]
    public static partial void Released(this ILogger logger, string election, long term);

    [LoggerMessage(1100, LogLevel.Error, "Election {Election}: {Handler}.{Method} threw. The next event is delivered as usual.")]
    public static partial void HandlerFailed(this ILogger logger, Exception error, string election, string handler, string method);

    [LoggerMessage(1101, LogLevel.Warning,
        "Election {Election}: {Handler}.{Method} took {Seconds:0.0} s and held back its own later events ({Waiting} wait).")]
    public static partial void HandlerSlow(
        this ILogger logger, string election, string handler, string method, double seconds, int waiting);

    [LoggerMessage(1102, LogLevel.Warning,
        "Election {Election}: {Handler} did not finish while the host stopped; {Waiting} events are dropped.")]
    public static partial void HandlerAbandoned(this ILogger logger, string election, string handler, int waiting);

    [LoggerMessage(1200, LogLevel.Information, "Election {Election}: leader service {Service} starts in term {Term}.")]
    public static partial void ServiceStarting(this ILogger logger, string election, string service, long term);

    [LoggerMessage(1201, LogLevel.Information, "Election {Election}: leader service {Service} ended in term {Term}.")]
    public static partial void ServiceEnded(this ILogger logger, string election, string service, long term);

    [LoggerMessage(1202, LogLevel.Error, "Election {Election}: leader service {Service} failed in term {Term}; action: {Action}.")]
    public static partial void ServiceFailed(
        this ILogger logger, Exception error, string election, string service, long term, ServiceFailureAction action);

    [LoggerMessage(1203, LogLevel.Warning, "Election {Election}: leader service {Service} threw while it stopped in term {Term}.")]
    public static partial void ServiceFailedWhileStopping(
        this ILogger logger, Exception error, string election, string service, long term);

    [LoggerMessage(1204, LogLevel.Information, "Election {Election}: leader service {Service} is restarted in {Seconds:0.0} s.")]
    public static partial void ServiceRestarting(this ILogger logger, string election, string service, double seconds);

    [LoggerMessage(1205, LogLevel.Critical,
        "Election {Election}: leader service {Service} has not stopped {Seconds:0.0} s after it was asked to in term {Term}. " +
        "A requested hand-over waits for it; a lost leadership does not, so it may run beside another leader's service now. " +
        "Let ExecuteAsync observe its cancellation token, or set StuckServiceAction to TerminateProcess.")]
    public static partial void ServiceStuck(this ILogger logger, string election, string service, double seconds, long term);

    [LoggerMessage(1206, LogLevel.Warning, "Election {Election}: leader service {Service}, reported stuck, has ended in term {Term}.")]
    public static partial void StuckServiceEnded(this ILogger logger, string election, string service, long term);

    [LoggerMessage(1207, LogLevel.Critical, "{Message}")]
    public static partial void Terminating(this ILogger logger, string message);

    [LoggerMessage(1208, LogLevel.Information,
        "Election {Election}: leader service {Service} of term {Term} waits for its run in an earlier term to end.")]
    public static partial void ServiceWaitsForEarlierRun(this ILogger logger, string election, string service, long term);

    [LoggerMessage(1209, LogLevel.Error, "Election {Election}: leader service {Service} could not be disposed of after term {Term}.")]
    public static partial void ServiceDisposalFailed(
        this ILogger logger, Exception error, string election, string service, long term);

    [LoggerMessage(1300, LogLevel.Warning, "This member is unhealthy: {Reason}. It resigns after {GraceSeconds:0.0} s.")]
    public static partial void BecameUnhealthy(this ILogger logger, string reason, double graceSeconds);

    [LoggerMessage(1301, LogLevel.Error, "This member stayed unhealthy for {Seconds:0.0} s and is no candidate now: {Reason}.")]
    public static partial void StayedUnhealthy(this ILogger logger, double seconds, string reason);

    [LoggerMessage(1302, LogLevel.Information, "This member is healthy again.")]
    public static partial void HealthyAgain(this ILogger logger);

    [LoggerMessage(1400, LogLevel.Information, "Failover stops: {Count} leaderships are handed over first.")]
    public static partial void Stopping(this ILogger logger, int count);

    [LoggerMessage(1401, LogLevel.Critical,
        "Failover stops, but leader services of {Elections} still run after {Seconds:0.0} s. Their leaderships are not released; " +
        "another member is promoted when this process is gone.")]
    public static partial void StopTimedOut(this ILogger logger, string elections, double seconds);

    [LoggerMessage(1402, LogLevel.Error, "Cancelling a leadership token: a callback threw.")]
    public static partial void TokenCallbackFailed(this ILogger logger, Exception error);

    [LoggerMessage(1403, LogLevel.Error, "The lease watchdog: a callback threw.")]
    public static partial void WatchdogCallbackFailed(this ILogger logger, Exception error);

    [LoggerMessage(1404, LogLevel.Warning, "{Advice}")]
    public static partial void ConfigurationAdvice(this ILogger logger, string advice);
}
