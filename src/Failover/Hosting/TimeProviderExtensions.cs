namespace Failover.Hosting;

/// <summary>Arithmetic on timestamps of a <see cref="TimeProvider"/>.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>A span of time in the clock's timestamp units, rounded up.</summary>
    public static long ToTimestampTicks(this TimeProvider timeProvider, TimeSpan span)
    {
        var product = (Int128)span.Ticks * timeProvider.TimestampFrequency;
        return (long)((product + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
    }

    /// <summary>The clock's timestamp after a span of time from now.</summary>
    public static long GetTimestampIn(this TimeProvider timeProvider, TimeSpan span) =>
        timeProvider.GetTimestamp() + timeProvider.ToTimestampTicks(span);
}
