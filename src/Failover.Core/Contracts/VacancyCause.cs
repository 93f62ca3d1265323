namespace Failover;

/// <summary>Why an election has, or had, no leader.</summary>
public enum VacancyCause
{
    /// <summary>The election is new: nobody has led it yet.</summary>
    FirstElection,

    /// <summary>The leader's process is gone: its host refused a connection to its address.</summary>
    CrashConfirmed,

    /// <summary>The leader was not heard from for longer than its lease.</summary>
    LeaseExpired,

    /// <summary>The leader gave up its leadership.</summary>
    Resigned,

    /// <summary>The leadership was handed over on request, or because the member shut down or was drained.</summary>
    HandedOver,

    /// <summary>The leader reported itself unfit for longer than the grace period.</summary>
    Unhealthy,

    /// <summary>A leader service failed to start, or failed while it ran.</summary>
    ServiceFailed,

    /// <summary>The leader's process came back as a new session: the old one had lapsed or ended.</summary>
    SessionReplaced,

    /// <summary>The leader's process said goodbye.</summary>
    Goodbye,

    /// <summary>An operator removed the leader.</summary>
    Operator,
}
