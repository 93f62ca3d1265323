namespace TaskDispatch.Cluster;

/// <summary>One direction between two members, and what is wrong with it. Safe to use from any thread.</summary>
public sealed class Link
{
    /// <summary>How long Linux waits at least before it sends a lost segment again.</summary>
    private static readonly TimeSpan Retransmission = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private TaskCompletionSource? _cut;
    private LinkShape _shape = LinkShape.Sound;

    /// <summary>How it carries what it carries.</summary>
    public LinkShape Shape
    {
        get
        {
            lock (_lock)
            {
                return _shape;
            }
        }

        set
        {
            lock (_lock)
            {
                _shape = value;
            }
        }
    }

    public bool IsCut
    {
        get
        {
            lock (_lock)
            {
                return _cut is not null;
            }
        }
    }

    /// <summary>From now on nothing passes. What is sent meanwhile waits, as a sender's segments do that are not acknowledged.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _cut ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Mend()
    {
        lock (_lock)
        {
            _cut?.SetResult();
            _cut = null;
        }
    }

    /// <summary>Waits while it is cut.</summary>
    public Task WhenWholeAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _cut?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }

    /// <summary>How long the next piece takes: the delay, and for each time it is lost the wait before it is sent again, doubled each time.</summary>
    internal TimeSpan NextTransit(Random random)
    {
        var shape = Shape;
        var transit = shape.Delay;
        for (var wait = Retransmission; random.NextDouble() < shape.Loss; wait *= 2)
        {
            transit += wait;
        }

        return transit;
    }
}
