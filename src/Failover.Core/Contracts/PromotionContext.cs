namespace Failover;

/// <summary>What a promotion policy decides on. Immutable.</summary>
/// <param name="Election">The election.</param>
/// <param name="Term">The term of the last leadership; a promotion would begin the next.</param>
/// <param name="Evidence">Why the seat is vacant, what is known of the old leader, and the candidates, best first.</param>
/// <param name="History">The latest leaderships, oldest first; at most 32.</param>
public sealed record PromotionContext(string Election, long Term, Evidence Evidence, IReadOnlyList<TermRecord> History);
