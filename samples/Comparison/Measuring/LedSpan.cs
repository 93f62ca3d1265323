namespace Comparison.Measuring;

/// <summary>From when to when somebody led, and could: the process ran and held the leadership.</summary>
/// <param name="Term">In which term.</param>
/// <param name="Life">Which process.</param>
/// <param name="Began">Nanoseconds, as all stamps here.</param>
/// <param name="Ended">Null while it goes on.</param>
internal sealed record LedSpan(long Term, ProcessLife Life, long Began, long? Ended);
