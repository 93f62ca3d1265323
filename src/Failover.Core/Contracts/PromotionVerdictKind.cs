namespace Failover;

/// <summary>What a promotion policy wants done about a vacancy.</summary>
public enum PromotionVerdictKind
{
    /// <summary>Promote now.</summary>
    Promote,

    /// <summary>Ask an operator.</summary>
    RequireApproval,

    /// <summary>Leave the seat vacant until something changes.</summary>
    Wait,
}
