using Microsoft.Extensions.Logging;

namespace Failover.Diagnostics;

/// <summary>What is logged of promotion requests, operators and the audit trail. Event ids 1500 to 1599, which never change their meaning.</summary>
internal static partial class OperatorLog
{
    [LoggerMessage(1500, LogLevel.Warning,
        "Election {Election}: promotion request {Request} waits for {Approvals} approval(s): promote {Candidate} into term {Term}? {Why}.")]
    public static partial void RequestOpened(this ILogger logger, string election, long request, int approvals, string candidate, long term, string why);

    [LoggerMessage(1501, LogLevel.Warning, "Election {Election}: promotion request {Request} is in revision {Revision} now; it proposes {Candidate}.")]
    public static partial void RequestRevised(this ILogger logger, string election, long request, int revision, string candidate);

    [LoggerMessage(1502, LogLevel.Information, "Election {Election}: promotion request {Request}, revision {Revision}, has {Given} of {Needed} approvals.")]
    public static partial void RequestApproved(this ILogger logger, string election, long request, int revision, int given, int needed);

    [LoggerMessage(1503, LogLevel.Critical, "Election {Election}: nobody has decided on promotion request {Request} in time, and nobody leads. It stays open.")]
    public static partial void RequestEscalated(this ILogger logger, string election, long request);

    [LoggerMessage(1504, LogLevel.Information, "Election {Election}: promotion request {Request} is closed: {How}.")]
    public static partial void RequestClosed(this ILogger logger, string election, long request, string how);

    [LoggerMessage(1510, LogLevel.Information, "Election {Election}: {Actor} set the policy {Policy}: {Reason}.")]
    public static partial void PolicySet(this ILogger logger, string election, string actor, string policy, string? reason);

    [LoggerMessage(1511, LogLevel.Warning,
        "Election {Election}: this member is configured with the policy {Configured}, but the cluster has {Replicated}, which counts. " +
        "Change the configuration, or let an operator set the policy.")]
    public static partial void PolicyDiffers(this ILogger logger, string election, string configured, string replicated);

    [LoggerMessage(1512, LogLevel.Error, "Election {Election}: the promotion policy {Policy} failed: {Problem}. An operator decides.")]
    public static partial void PolicyFailed(this ILogger logger, Exception? error, string election, string policy, string problem);

    [LoggerMessage(1520, LogLevel.Error, "The audit sink {Sink} failed; its records are kept, and tried again in {Seconds:0.#} s.")]
    public static partial void AuditSinkFailed(this ILogger logger, Exception error, string sink, double seconds);

    [LoggerMessage(1521, LogLevel.Error, "The audit sink {Sink} misses the records {First} to {Last}: this member was away for longer than the cluster keeps them.")]
    public static partial void AuditGap(this ILogger logger, string sink, long first, long last);
}
