using Failover.Sessions;

namespace Failover.Promotion;

/// <summary>What is to be done about a vacancy.</summary>
internal abstract record PromotionDecision
{
    private PromotionDecision()
    {
    }

    /// <summary>Promote this session now.</summary>
    public sealed record Promote(SessionId Session, int AllowedBy = 0) : PromotionDecision;

    /// <summary>Ask operators whether to promote this session.</summary>
    public sealed record Ask(SessionId Session, string Why) : PromotionDecision;

    /// <summary>Leave the seat vacant until something changes.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="IsFinal">Whether operators need not be asked either.</param>
    public sealed record Wait(string Reason, bool IsFinal = false) : PromotionDecision;

    /// <summary>Ask the application's own policy first.</summary>
    public sealed record Consult : PromotionDecision;
}
