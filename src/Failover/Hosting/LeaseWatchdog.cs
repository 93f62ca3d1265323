using Failover.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Failover.Hosting;

/// <summary>
/// Acts on deadlines with a thread of its own, so that a starved thread pool delays nothing (rule 5). It ends leases that lapse,
/// and cancels the tokens of leaderships. Safe to use from any thread.
/// </summary>
/// <remarks>
/// While anything is watched it looks at the clock at least every 200 ms, instead of trusting a long wait: the operating system's
/// waits stand still while the machine is suspended, and the clock of a lease does not.
/// </remarks>
internal sealed class LeaseWatchdog : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan WaitWhileCancelling = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly List<Deadline> _deadlines = [];
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly TokenCanceller _canceller;
    private readonly Thread _thread;
    private volatile bool _disposed;

    /// <summary>Starts the thread.</summary>
    public LeaseWatchdog(TimeProvider timeProvider, ILogger<LeaseWatchdog>? logger = null)
    {
        _timeProvider = timeProvider;
        _logger = logger ?? NullLogger<LeaseWatchdog>.Instance;
        _canceller = new TokenCanceller(_logger);
        _thread = new Thread(Run) { IsBackground = true, Name = "Failover lease watchdog", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>Ends the lease when it lapses.</summary>
    /// <param name="lease">The lease, which may be extended meanwhile; it is watched until it has ended.</param>
    /// <param name="onLapsed">Called on the watchdog's thread if the lease lapsed by itself; must not block.</param>
    public void Watch(SessionLease lease, Action onLapsed) =>
        Watch(
            () => lease.IsEndTold ? null : lease.IsRunning ? lease.LapsesAt : long.MinValue,
            () =>
            {
                if (lease.TellEnd("the lease of the session lapsed"))
                {
                    onLapsed();
                }
            });

    /// <summary>Calls back once, on the watchdog's thread, when a deadline that may move has come.</summary>
    /// <param name="due">The timestamp of the deadline as it stands now, or null when it need not be watched any longer.</param>
    /// <param name="onDue">Called when the deadline has come; must not block.</param>
    /// <param name="outlivesHost">Whether it is watched also after <see cref="Dispose"/>, while the process lives.</param>
    public void Watch(Func<long?> due, Action onDue, bool outlivesHost = false)
    {
        lock (_gate)
        {
            _deadlines.Add(new Deadline(due, onDue, outlivesHost));
        }

        _wake.Set();
    }

    /// <summary>Cancels a token on a thread that serves nothing else; returns at once.</summary>
    public void Cancel(CancellationTokenSource source)
    {
        _canceller.Cancel(source);
        _wake.Set();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        // The event is left to the garbage collector: a late Watch or Cancel may still set it.
        bool goesOn;
        lock (_gate)
        {
            _deadlines.RemoveAll(deadline => !deadline.OutlivesHost);
            goesOn = _deadlines.Count > 0;
            _disposed = true;
        }

        _wake.Set();
        if (!goesOn && Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        var due = new List<Action>();
        while (!IsDone)
        {
            var wait = TakeDue(due);
            foreach (var onDue in due)
            {
                Call(onDue);
            }

            due.Clear();
            _canceller.Prod();
            _wake.WaitOne(_canceller.IsBusy ? WaitWhileCancelling : wait);
        }
    }

    private bool IsDone
    {
        get
        {
            lock (_gate)
            {
                return _disposed && _deadlines.TrueForAll(deadline => !deadline.OutlivesHost);
            }
        }
    }

    /// <summary>Moves what is due from the deadlines to <paramref name="due"/>, and tells how long nothing else is.</summary>
    private TimeSpan TakeDue(List<Action> due)
    {
        lock (_gate)
        {
            var wait = _deadlines.Count == 0 ? Timeout.InfiniteTimeSpan : LongestWait;
            var now = _timeProvider.GetTimestamp();
            _deadlines.RemoveAll(deadline =>
            {
                if (deadline.Due() is not { } timestamp)
                {
                    return true;
                }

                if (timestamp <= now)
                {
                    due.Add(deadline.OnDue);
                    return true;
                }

                var remaining = _timeProvider.GetElapsedTime(now, timestamp);
                wait = remaining >= wait ? wait : remaining > ShortestWait ? remaining : ShortestWait;
                return false;
            });

            return due.Count == 0 ? wait : ShortestWait;
        }
    }

    private void Call(Action onDue)
    {
        try
        {
            onDue();
        }
#pragma warning disable CA1031 // The watchdog outlives whatever its callbacks do.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _logger.WatchdogCallbackFailed(error);
        }
    }

    private readonly record struct Deadline(Func<long?> Due, Action OnDue, bool OutlivesHost);
}
