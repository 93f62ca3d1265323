namespace Failover.AspNetCore;

/// <summary>How the operator interface answers. Read once, when it is mapped; errors are reported there, all at once.</summary>
public sealed class FailoverHttpOptions
{
    /// <summary>The name of the policy for reading. Default: <see cref="FailoverPolicies.View"/>.</summary>
    public string ViewPolicy { get; set; } = FailoverPolicies.View;

    /// <summary>The name of the policy for acting. Default: <see cref="FailoverPolicies.Operate"/>.</summary>
    public string OperatePolicy { get; set; } = FailoverPolicies.Operate;

    /// <summary>
    /// The claim that names who acts, in the audit trail and where several must approve; it must be unique to a person. Default: null,
    /// which means the identity's name and, without one, its subject (<c>sub</c>).
    /// </summary>
    public string? ActorClaim { get; set; }

    /// <summary>
    /// Development mode: who connects from this machine to a loopback address, and is not authenticated, may see and do everything, as
    /// <c>anonymous</c>. A request that came through a proxy, or for another host name, is refused. Default: false.
    /// </summary>
    public bool AllowAnonymousOnLoopback { get; set; }

    /// <summary>How many event streams may be open at this member; more get 503. Default: 100. From 1 to 10,000.</summary>
    public int MaxEventStreams { get; set; } = 100;

    /// <summary>After what silence an event stream carries a comment, so that nothing on the way closes it. Default: 15 s. From 1 s to 5 min.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// After how long an event stream ends, so that its reader connects, and is authorized, again. Default: 1 h. From 1 s to 1 day.
    /// </summary>
    public TimeSpan EventStreamDuration { get; set; } = TimeSpan.FromHours(1);
}
