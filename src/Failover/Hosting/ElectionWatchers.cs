using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Failover.Hosting;

/// <summary>An election's state and the streams of its changes. Safe to use from any thread.</summary>
/// <param name="initial">The state before the first change.</param>
internal sealed class ElectionWatchers(ElectionSnapshot initial)
{
    /// <summary>How many changes a reader may be behind.</summary>
    public const int Capacity = 1_024;

    private readonly Lock _gate = new();
    private readonly HashSet<Channel<ElectionSnapshot>> _channels = [];
    private ElectionSnapshot _current = initial;
    private bool _isCompleted;

    /// <summary>The present state.</summary>
    public ElectionSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Publishes the next state.</summary>
    public void Publish(ElectionSnapshot snapshot)
    {
        lock (_gate)
        {
            Volatile.Write(ref _current, snapshot);
            _channels.RemoveWhere(channel => !channel.Writer.TryWrite(snapshot) && channel.Writer.TryComplete(TooSlow(snapshot)));
        }
    }

    /// <summary>Ends every stream.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isCompleted = true;
            foreach (var channel in _channels)
            {
                channel.Writer.TryComplete();
            }
        }
    }

    /// <summary>The present state, and then every change.</summary>
    public async IAsyncEnumerable<ElectionSnapshot> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One more than the capacity: the present state is not a change.
        var channel = Channel.CreateBounded<ElectionSnapshot>(new BoundedChannelOptions(Capacity + 1) { SingleReader = true });
        lock (_gate)
        {
            channel.Writer.TryWrite(_current);
            if (_isCompleted)
            {
                channel.Writer.TryComplete();
            }
            else
            {
                _channels.Add(channel);
            }
        }

        try
        {
            await foreach (var snapshot in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return snapshot;
            }
        }
        finally
        {
            lock (_gate)
            {
                _channels.Remove(channel);
            }
        }
    }

    private static InvalidOperationException TooSlow(ElectionSnapshot snapshot) => new(
        $"This reader of election '{snapshot.Election}' is more than {Capacity} changes behind. " +
        "Watch again to go on from the present state.");
}
