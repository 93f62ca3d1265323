namespace Failover.Simulation.Engine;

/// <summary>A monotonic clock that runs a little too fast or too slow.</summary>
/// <param name="offset">What it shows at true time 0, in microseconds.</param>
/// <param name="partsPerMillion">How much too fast it runs.</param>
internal sealed class HostClock(long offset, long partsPerMillion)
{
    private const long Million = 1_000_000;

    public long PartsPerMillion => partsPerMillion;

    /// <summary>What the clock shows at that true time.</summary>
    public TimeSpan Read(long trueTime) => new((offset + trueTime + (trueTime * partsPerMillion / Million)) * 10);

    /// <summary>The first true time at which the clock shows at least that.</summary>
    public long WhenShows(TimeSpan local)
    {
        var shown = ((local.Ticks + 9) / 10) - offset;
        var guess = (long)((Int128)shown * Million / (Million + partsPerMillion));
        while (Read(guess) < local)
        {
            guess++;
        }

        return guess;
    }
}
