namespace Comparison.Measuring;

/// <summary>The work at one instant.</summary>
/// <param name="At">When, in nanoseconds.</param>
/// <param name="Acknowledged">How many tasks the database had acknowledged so far.</param>
/// <param name="Done">How many had a result.</param>
internal sealed record WorkSample(long At, int Acknowledged, long Done);
