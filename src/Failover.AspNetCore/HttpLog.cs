using Microsoft.Extensions.Logging;

namespace Failover.AspNetCore;

/// <summary>Log messages of the operator interface, 5000 to 5099. Event ids are never reused.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(5000, LogLevel.Information, "{Actor} ({Method}, {Address}) asked for {Verb} of {Target} under key {Key}: {Outcome}, {Message}.")]
    public static partial void Answered(
        this ILogger logger, string actor, string method, string? address, string verb, string target, string key, OperatorOutcome outcome, string message);

    [LoggerMessage(5001, LogLevel.Warning, "{Actor} ({Method}, {Address}) was refused {Verb}: {Message}.")]
    public static partial void Malformed(this ILogger logger, string actor, string method, string? address, string verb, string message);

    [LoggerMessage(5002, LogLevel.Warning, "A refusal of {Verb} to {Actor} is not in the audit trail: {Why}.")]
    public static partial void RefusalNotRecorded(this ILogger logger, string verb, string actor, string why);

    [LoggerMessage(5003, LogLevel.Warning, "{Method} {Route} from {Address} was answered with {Status}: {Detail}.")]
    public static partial void NotAdmitted(this ILogger logger, string method, string route, string? address, int status, string detail);

    [LoggerMessage(5004, LogLevel.Warning, "Development mode: whoever can connect on this machine may act on the cluster, as 'anonymous'.")]
    public static partial void DevelopmentMode(this ILogger logger);

    [LoggerMessage(5005, LogLevel.Error, "{Method} {Route} failed.")]
    public static partial void Failed(this ILogger logger, Exception error, string method, string route);
}
