namespace Failover.Operations;

/// <summary>What happens when nobody decides on a promotion request in time.</summary>
public enum RequestTimeoutAction
{
    /// <summary>It stays open, and that is said louder: in the log, a metric and an event.</summary>
    Escalate,

    /// <summary>It is withdrawn. The seat stays vacant until an operator promotes or another candidate turns up.</summary>
    Withdraw,

    /// <summary>Its candidate is promoted.</summary>
    Promote,
}
