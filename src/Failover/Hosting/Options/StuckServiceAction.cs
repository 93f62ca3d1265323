namespace Failover;

/// <summary>What happens when a leadership is lost and a leader service does not stop.</summary>
public enum StuckServiceAction
{
    /// <summary>It is logged as critical and counted. It may run beside the next leader's service: rely on the fencing token.</summary>
    Report,

    /// <summary>
    /// The process ends itself at once, without cleaning up, before another member may be promoted. The service has half of
    /// <see cref="FailoverOptions.LeaseSafetyMargin"/> to stop; none when the whole process was paused beyond that.
    /// </summary>
    TerminateProcess,
}
