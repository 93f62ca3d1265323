namespace Failover;

/// <summary>Who decides that a candidate becomes the leader.</summary>
public enum PromotionMode
{
    /// <summary>The coordinator, at once.</summary>
    Automatic,

    /// <summary>Operators, who approve a promotion request.</summary>
    OperatorApproved,

    /// <summary>The coordinator, while promotions are rare and stay in the zone; operators otherwise.</summary>
    AutomaticWithinLimits,
}
