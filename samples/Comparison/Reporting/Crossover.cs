namespace Comparison.Reporting;

/// <summary>A reaction time at which another mode becomes the better one.</summary>
/// <param name="ReactionSeconds">The reaction time.</param>
/// <param name="BetterAbove">The mode that loses less above it.</param>
internal sealed record Crossover(double ReactionSeconds, string BetterAbove);
