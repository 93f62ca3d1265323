namespace Failover.Consensus;

/// <summary>Notices that the driver is busy with one thing for too long (decision 22). Not thread-safe: for the one thread that looks.</summary>
/// <param name="busySince">When the driver began what it is busy with; null when it is idle.</param>
/// <param name="settings">Have how long is too long.</param>
/// <param name="pace">By how much that is multiplied now.</param>
/// <param name="time">Measures between two looks.</param>
internal sealed class DriverWatch(Func<TimeSpan?> busySince, ConsensusSettings settings, RaftPace pace, TimeProvider time)
{
    private readonly TimeSpan _most = 2 * settings.HeartbeatInterval;
    private long _lookedAt = time.GetTimestamp();
    private TimeSpan? _busySince;

    /// <summary>For how long the driver was busy with one thing at the last look.</summary>
    public TimeSpan BusyFor { get; private set; }

    /// <summary>
    /// Looks, and says whether it is too long. Whoever looks seldom may itself have been held up, with the whole process: between two looks no more than two
    /// heartbeats' time counts.
    /// </summary>
    public bool IsHung()
    {
        var (since, passed) = (busySince(), time.GetElapsedTime(_lookedAt));
        _lookedAt = time.GetTimestamp();
        BusyFor = since is null || since != _busySince ? TimeSpan.Zero : BusyFor + (passed < _most ? passed : _most);
        _busySince = since;
        return BusyFor >= settings.HungDriverTimeout * pace.Factor;
    }
}
