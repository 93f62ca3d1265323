using Microsoft.Extensions.Logging;

namespace Failover.Diagnostics;

/// <summary>What the driver logs of its own workings. Event ids 2400 to 2499, which never change their meaning.</summary>
internal static partial class DriverLog
{
    [LoggerMessage(2400, LogLevel.Warning, "A session channel from {Remote} was closed: it greeted as member {Claimed}, or as another process.")]
    public static partial void GreetingMismatch(this ILogger logger, string remote, string claimed);

    [LoggerMessage(2401, LogLevel.Warning, "The coordinator opens no session for this member: {Reason}.")]
    public static partial void SessionRefused(this ILogger logger, string reason);

    [LoggerMessage(2402, LogLevel.Debug, "No session channel to coordinator {Coordinator}: {Reason}")]
    public static partial void DialFailed(this ILogger logger, string coordinator, string reason);

    [LoggerMessage(2403, LogLevel.Warning, "This member's session {Session} is over: {Reason}. Its leaderships are too.")]
    public static partial void SessionEnded(this ILogger logger, string session, string reason);

    [LoggerMessage(2404, LogLevel.Warning, "The member did not leave the cluster within {Milliseconds:0} ms; the others will notice that it is gone.")]
    public static partial void GoodbyeTimedOut(this ILogger logger, double milliseconds);

    [LoggerMessage(2405, LogLevel.Critical, "This member can not go on: it stops acting, and the host stops.")]
    public static partial void MemberFailed(this ILogger logger, Exception error);
}
