namespace Failover.Hosting.Driver;

/// <summary>
/// What waits for the driver's loop. Any thread posts; one thread takes. The wait has an end, so that one thread serves
/// both messages and timers.
/// </summary>
internal sealed class Inbox
{
    private readonly object _gate = new();
    private readonly List<Action<TimeSpan>> _waiting = [];
    private bool _closed;

    /// <summary>Posts an input, which is called with the time at which it is taken. False, and ignored, after <see cref="Close"/>.</summary>
    public bool Post(Action<TimeSpan> input)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _waiting.Add(input);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Waits for inputs, at most that long (null: for ever), and takes all there are. False once closed and empty.</summary>
    public bool Take(List<Action<TimeSpan>> into, TimeSpan? timeout)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && !_closed)
            {
                Monitor.Wait(_gate, Milliseconds(timeout));
            }

            into.AddRange(_waiting);
            _waiting.Clear();
            return !_closed || into.Count > 0;
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }

    private static int Milliseconds(TimeSpan? timeout) => timeout switch
    {
        null => Timeout.Infinite,
        { } time when time <= TimeSpan.Zero => 0,
        { } time => (int)Math.Min(Math.Ceiling(time.TotalMilliseconds), 60_000),
    };
}
