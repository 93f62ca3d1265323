namespace Failover.Coordination;

/// <summary>A question to the application's own policy.</summary>
/// <param name="Id">Its number.</param>
/// <param name="About">What was asked about: when that changes, the answer counts no more.</param>
/// <param name="Answer">What it decided, or null while it decides.</param>
internal sealed record Consultation(long Id, string About, PromotionVerdict? Answer);
