namespace Failover;

/// <summary>What a promotion policy decides. Immutable.</summary>
public sealed record PromotionVerdict
{
    private PromotionVerdict(PromotionVerdictKind kind, string? member, string? reason) => (Kind, Member, Reason) = (kind, member, reason);

    /// <summary>What is to be done.</summary>
    public PromotionVerdictKind Kind { get; }

    /// <summary>The member to promote, or null for the best candidate.</summary>
    public string? Member { get; }

    /// <summary>Why; shown to operators.</summary>
    public string? Reason { get; }

    /// <summary>Promotes a candidate at once. One that is not eligible is not promoted: then an operator is asked.</summary>
    /// <param name="member">The candidate, or null for the best.</param>
    public static PromotionVerdict Promote(string? member = null) => new(PromotionVerdictKind.Promote, member, null);

    /// <summary>Opens a promotion request.</summary>
    /// <param name="reason">Why approval is needed.</param>
    public static PromotionVerdict RequireApproval(string reason) => new(PromotionVerdictKind.RequireApproval, null, reason);

    /// <summary>Leaves the seat vacant until something changes.</summary>
    /// <param name="reason">Why; <c>explain</c> shows it.</param>
    public static PromotionVerdict Wait(string reason) => new(PromotionVerdictKind.Wait, null, reason);
}
