namespace Failover.Hosting;

/// <summary>The wait before a failed service is started again: doubles with each failure in a row, up to a bound.</summary>
/// <param name="First">The wait after the first failure.</param>
/// <param name="Longest">The bound.</param>
internal readonly record struct RestartDelay(TimeSpan First, TimeSpan Longest)
{
    // The first wait is at least 1 ms and the longest at most 1 h, which is less than 2^22 ms: more doublings could only overflow.
    private const int MaxDoublings = 22;

    /// <summary>The wait after that many failures in a row, from 1.</summary>
    public TimeSpan After(int failuresInARow)
    {
        var delay = First * Math.Pow(2, Math.Min(failuresInARow - 1, MaxDoublings));
        return delay < Longest ? delay : Longest;
    }
}
