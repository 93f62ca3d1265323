namespace Failover.Testing;

/// <summary>How one direction between two members behaves.</summary>
internal sealed class LinkShape
{
    private long _busyUntil;

    public TimeSpan Latency { get; set; }

    /// <summary>Null: as fast as the machine.</summary>
    public long? BytesPerSecond { get; set; }

    /// <summary>When bytes that leave now will be there, as a timestamp of the clock. All connections share the link's rate.</summary>
    public long Schedule(int bytes, TimeProvider timeProvider)
    {
        var now = timeProvider.GetTimestamp();
        _busyUntil = Math.Max(_busyUntil, now)
            + (BytesPerSecond is { } rate ? (long)((double)bytes / rate * timeProvider.TimestampFrequency) : 0);
        return _busyUntil + (long)(Latency.TotalSeconds * timeProvider.TimestampFrequency);
    }
}
