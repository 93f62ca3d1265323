namespace Failover.Hosting;

/// <summary>
/// Rule 5: how long this process may act on its session without hearing from the coordinator again. All leaderships of the
/// session share it. Safe to use from any thread; everything read on the way to <see cref="Leadership.IsHeld"/> is lock-free.
/// </summary>
/// <remarks>
/// A safety margin is taken off every lease when it is granted, so that what holds here is over before the coordinator may think
/// so. The end is a latch: once the lease was seen to have lapsed, by anybody, no renewal revives it (rule 1).
/// </remarks>
internal sealed class SessionLease
{
    private readonly Lock _gate = new();
    private readonly long _margin;
    private HashSet<Action<string>>? _endHandlers = [];

    // The timestamp at which the lease lapses. Once it has ended: the complement of that timestamp, which is negative.
    private long _state;

    /// <summary>Creates a lease that has just been granted.</summary>
    /// <param name="timeProvider">The monotonic clock, which counts suspend time.</param>
    /// <param name="until">The timestamp of that clock until which the coordinator waits for this session.</param>
    /// <param name="safetyMargin">How much earlier this process stops acting.</param>
    public SessionLease(TimeProvider timeProvider, long until, TimeSpan safetyMargin)
    {
        TimeProvider = timeProvider;
        SafetyMargin = safetyMargin;
        _margin = timeProvider.ToTimestampTicks(safetyMargin);
        _state = Math.Max(0, until - _margin);
    }

    /// <summary>The clock that the lease is measured with.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>How long before the end of the coordinator's patience this process stops acting.</summary>
    public TimeSpan SafetyMargin { get; }

    /// <summary>The timestamp at which this process stops acting unless the lease is extended; after the end, the last such one.</summary>
    public long LapsesAt
    {
        get
        {
            var state = Volatile.Read(ref _state);
            return state < 0 ? ~state : state;
        }
    }

    /// <summary>Whether the end was told to everyone who asked.</summary>
    public bool IsEndTold => Volatile.Read(ref _endHandlers) is null;

    /// <summary>Whether this process may act at this instant. Reads the clock at each call.</summary>
    public bool IsRunning => ReadRunning() >= 0;

    /// <summary>How much longer <see cref="IsRunning"/> stays true without another extension; zero after the end.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var lapsesAt = ReadRunning();
            var remaining = TimeProvider.GetElapsedTime(TimeProvider.GetTimestamp(), lapsesAt);
            return lapsesAt < 0 || remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining;
        }
    }

    /// <summary>Extends the lease after a confirmed renewal; an earlier time than the present one changes nothing.</summary>
    /// <param name="untilTimestamp">The timestamp until which the coordinator waits: when the renewal was sent, plus the lease
    /// duration.</param>
    /// <returns>False when the lease is over: the leaderships held under it are too.</returns>
    public bool TryExtend(long untilTimestamp)
    {
        var extended = untilTimestamp - _margin;
        while (true)
        {
            var current = ReadRunning();
            if (current < 0)
            {
                return false;
            }

            // The exchange fails if anybody has seen the lease lapse since, so it can not be revived.
            if (extended <= current || Interlocked.CompareExchange(ref _state, extended, current) == current)
            {
                return true;
            }
        }
    }

    /// <summary>Ends the lease now, and every leadership under it.</summary>
    public void End(string reason)
    {
        long state;
        while ((state = Volatile.Read(ref _state)) >= 0)
        {
            Interlocked.CompareExchange(ref _state, ~state, state);
        }

        TellEnd(reason);
    }

    /// <summary>Calls back, once, when the lease has ended; at once if it has. The callback must not block or throw.</summary>
    public void OnEnded(Action<string> callback)
    {
        lock (_gate)
        {
            if (_endHandlers is not null)
            {
                _endHandlers.Add(callback);
                return;
            }
        }

        callback("the session's lease had ended already");
    }

    /// <summary>Forgets a callback that was given to <see cref="OnEnded"/>.</summary>
    public void Forget(Action<string> callback)
    {
        lock (_gate)
        {
            _endHandlers?.Remove(callback);
        }
    }

    /// <summary>Tells the end to everyone who asked.</summary>
    /// <returns>False if it was told before.</returns>
    public bool TellEnd(string reason)
    {
        HashSet<Action<string>>? handlers;
        lock (_gate)
        {
            handlers = _endHandlers;
            _endHandlers = null;
        }

        foreach (var handler in handlers ?? [])
        {
            handler(reason);
        }

        return handlers is not null;
    }

    /// <summary>The timestamp at which the running lease lapses, or a negative number; latches a lapse that it sees.</summary>
    private long ReadRunning()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state < 0 || TimeProvider.GetTimestamp() < state)
            {
                return state;
            }

            if (Interlocked.CompareExchange(ref _state, ~state, state) == state)
            {
                return ~state;
            }
        }
    }
}
