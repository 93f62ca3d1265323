namespace Failover.Hosting;

/// <summary>
/// A leadership of this process. It ends with its session's lease, or when it is told to. Reading is safe from any thread; the
/// election serialises what changes it.
/// </summary>
#pragma warning disable CA1001 // The token is the application's to keep for as long as it likes; its source holds no timer.
internal sealed class HeldLeadership : Leadership
#pragma warning restore CA1001
{
    private readonly SessionLease _lease;
    private readonly LeaseWatchdog _watchdog;
    private readonly long _terminationGrace;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<string>? _leaseHandler;
    private volatile bool _isStopRequested;
    private volatile bool _isEnded;
    private long _lapsesAtWhenEnded;

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Creates a leadership that is held while <paramref name="lease"/> runs.</summary>
    public HeldLeadership(string election, long term, SessionLease lease, LeaseWatchdog watchdog)
    {
        Election = election;
        Term = term;
        _lease = lease;
        _watchdog = watchdog;
        _terminationGrace = lease.TimeProvider.ToTimestampTicks(lease.SafetyMargin / 2);
    }

    /// <inheritdoc />
    public override string Election { get; }

    /// <inheritdoc />
    public override long Term { get; }

    /// <inheritdoc />
    public override bool IsHeld => !_isEnded && _lease.IsRunning;

    /// <inheritdoc />
    public override TimeSpan Remaining => _isEnded ? TimeSpan.Zero : _lease.Remaining;

    /// <inheritdoc />
    public override CancellationToken Token => _stop.Token;

    /// <summary>Whether work may begin: the leadership is held, and nobody has asked to end it.</summary>
    public bool MayBegin => !_isStopRequested && IsHeld;

    /// <summary>Completes when the leadership is over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Completes when the leadership is over or was asked to end.</summary>
    public Task StopRequested => _stopRequested.Task;

    /// <summary>Why the leadership is over; null while it is not.</summary>
    public string? EndReason { get; private set; }

    /// <summary>Completes when every leader service that ran in this leadership has ended.</summary>
    public Task ServicesEnded { get; set; } = Task.CompletedTask;

    /// <summary>
    /// The timestamp by which a process that must not outlive its leadership is gone: halfway between the moment it had to stop
    /// acting and the end of the coordinator's patience, so that services had the first half to stop by themselves.
    /// </summary>
    public long TerminateAt => (_isEnded ? _lapsesAtWhenEnded : _lease.LapsesAt) + _terminationGrace;

    /// <summary>Calls back when the lease ends before the leadership does; at once if it has ended.</summary>
    public void FollowLease(Action<string> onLeaseEnded)
    {
        _leaseHandler = onLeaseEnded;
        _lease.OnEnded(onLeaseEnded);
    }

    /// <summary>Cancels the token; the leadership is still held. Not safe to call concurrently.</summary>
    /// <returns>False if that was done before.</returns>
    public bool RequestStop()
    {
        if (_isStopRequested)
        {
            return false;
        }

        _isStopRequested = true;
        _watchdog.Cancel(_stop);
        _stopRequested.TrySetResult();
        return true;
    }

    /// <summary>Ends the leadership now. Not safe to call concurrently.</summary>
    /// <returns>False if it was over before.</returns>
    public bool End(string reason)
    {
        if (_isEnded)
        {
            return false;
        }

        EndReason = reason;
        _lapsesAtWhenEnded = _lease.LapsesAt;
        _isEnded = true;
        RequestStop();
        if (_leaseHandler is { } handler)
        {
            _lease.Forget(handler);
        }

        _ended.TrySetResult();
        return true;
    }
}
