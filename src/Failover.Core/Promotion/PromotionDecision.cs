using Failover.Sessions;

namespace Failover.Promotion;

/// <summary>What a policy decides for a vacancy.</summary>
internal abstract record PromotionDecision
{
    private PromotionDecision()
    {
    }

    /// <summary>Promote this session now.</summary>
    public sealed record Promote(SessionId Session) : PromotionDecision;

    /// <summary>Leave the seat vacant until something changes.</summary>
    public sealed record Wait(string Reason) : PromotionDecision;
}
