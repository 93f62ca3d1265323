namespace Comparison.Scripting;

/// <summary>What an operator saw, and did about it.</summary>
/// <param name="Request">The promotion request.</param>
/// <param name="SeenAt">When it was first seen, in nanoseconds.</param>
/// <param name="ReactionSeconds">After how long the operator reacts; null when nobody is there.</param>
internal sealed record OperatorAction(long Request, long SeenAt, double? ReactionSeconds)
{
    /// <summary>When it was approved, in nanoseconds; null if it never was.</summary>
    public long? ApprovedAt { get; init; }
}
