using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Failover;

namespace TaskDispatch.Tests.Support;

/// <summary>An election, seen from one member, in which the test decides who leads.</summary>
internal sealed class FakeElection(string member) : ILeaderElection
{
    public static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    private readonly Lock _lock = new();
    private readonly List<Channel<ElectionSnapshot>> _watchers = [];
    private ElectionSnapshot _current = new() { Election = TaskDispatchOptions.Election, Term = 0 };
    private bool _isCompleted;
    private int _watchCount;

    public string Name => TaskDispatchOptions.Election;

    public ElectionSnapshot Current => Volatile.Read(ref _current);

    public bool IsLeader => Leadership?.IsHeld == true;

    public Leadership? Leadership { get; set; }

    /// <summary>How many streams were asked for.</summary>
    public int WatchCount => Volatile.Read(ref _watchCount);

    /// <summary>Lets this member see who leads, or that nobody does.</summary>
    public void See(long term, string? leader, string? address)
    {
        var info = leader is null ? null : new LeaderInfo(leader, 1, address, NoLabels);
        var seen = new ElectionSnapshot { Election = Name, Term = term, Leader = info, IsSelf = leader == member };
        lock (_lock)
        {
            Volatile.Write(ref _current, seen);
            _watchers.ForEach(watcher => watcher.Writer.TryWrite(seen));
        }
    }

    /// <summary>Ends all streams as if their readers had fallen behind.</summary>
    public void BreakWatches()
    {
        lock (_lock)
        {
            _watchers.ForEach(watcher => watcher.Writer.TryComplete(new InvalidOperationException("Too far behind.")));
            _watchers.Clear();
        }
    }

    /// <summary>Ends all streams, and those that are begun later right after the present state, as a member does that stops.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _isCompleted = true;
            _watchers.ForEach(watcher => watcher.Writer.TryComplete());
        }
    }

    public async IAsyncEnumerable<ElectionSnapshot> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var watcher = Channel.CreateUnbounded<ElectionSnapshot>();
        lock (_lock)
        {
            Interlocked.Increment(ref _watchCount);
            watcher.Writer.TryWrite(_current);
            _watchers.Add(watcher);
            if (_isCompleted)
            {
                watcher.Writer.TryComplete();
            }
        }

        await foreach (var snapshot in watcher.Reader.ReadAllAsync(cancellationToken))
        {
            yield return snapshot;
        }
    }

    public Task<Leadership> WaitForLeadershipAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ResignAsync(string? reason = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void ReportPosition(long position)
    {
    }

    public Task<ElectionSnapshot> HandOverAsync(string? target = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Leadership> ConfirmAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
