namespace Failover;

/// <summary>What happens to a promotion request that nobody decided in time.</summary>
public enum PromotionTimeoutAction
{
    /// <summary>It stays open, and is announced again as overdue.</summary>
    Escalate,

    /// <summary>It is withdrawn; the seat stays vacant until an operator asks again.</summary>
    Withdraw,

    /// <summary>Its candidate is promoted without approval.</summary>
    Promote,
}
