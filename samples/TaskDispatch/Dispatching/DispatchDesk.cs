using System.Threading.Channels;
using Failover;
using TaskDispatch.Records;
using TaskDispatch.Store;

namespace TaskDispatch.Dispatching;

/// <summary>
/// The dispatcher's desk during one leadership: the queue in memory, and the writes in the name of the term. Safe to use from any
/// thread; its writes take place one at a time.
/// </summary>
public sealed class DispatchDesk : IAsyncDisposable
{
    private const int QueueLimit = 256;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Channel<WorkItem> _queue = Channel.CreateUnbounded<WorkItem>();
    private readonly HashSet<long> _known = [];
    private readonly ITaskStore _store;
    private readonly MemberRecord _record;
    private readonly TaskDispatchOptions _options;
    private readonly TimeProvider _time;
    private readonly Leadership _leadership;
    private readonly Fence _fence;
    private bool _closed;

    public DispatchDesk(ITaskStore store, MemberRecord record, TaskDispatchOptions options, TimeProvider time, Leadership leadership)
    {
        _store = store;
        _record = record;
        _options = options;
        _time = time;
        _leadership = leadership;
        _fence = new Fence(leadership.Election, leadership.Term, options.Member);
    }

    /// <summary>Shuts predecessors out of the database, then loads what they left unfinished.</summary>
    /// <exception cref="StaleTermException">A leader of a higher term has written before.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await ActAsync("raise fence", async () =>
        {
            await _store.RaiseFenceAsync(_fence, cancellationToken);
            return true;
        }, cancellationToken);
        await RefreshAsync(cancellationToken);
    }

    /// <summary>Queues tasks again whose workers took too long, and fetches new tasks from the store.</summary>
    /// <exception cref="LeadershipLostException">The leadership is over.</exception>
    /// <exception cref="StaleTermException">A leader of a higher term has written before.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await ActAsync(
            "requeue expired",
            () => _store.RequeueExpiredAsync(_fence, _time.GetUtcNow(), cancellationToken),
            cancellationToken);
        var queued = await _store.LoadQueuedAsync(QueueLimit, cancellationToken);
        lock (_known)
        {
            foreach (var item in queued.Where(item => _known.Add(item.Id)))
            {
                _queue.Writer.TryWrite(item);
            }
        }
    }

    /// <summary>Assigns the next task to a worker, and waits for one if there is none.</summary>
    /// <returns>A task that the store has assigned to the worker.</returns>
    /// <exception cref="LeadershipLostException">The leadership is over.</exception>
    /// <exception cref="StaleTermException">A leader of a higher term has written before.</exception>
    public async Task<WorkItem> AssignNextAsync(string worker, CancellationToken cancellationToken)
    {
        while (true)
        {
            var item = await TakeAsync(cancellationToken);
            try
            {
                var deadline = _time.GetUtcNow() + _options.AssignmentTime;
                if (await ActAsync(
                    "assign",
                    () => _store.AssignAsync(_fence, item.Id, worker, deadline, cancellationToken),
                    cancellationToken))
                {
                    return item;
                }
            }
            finally
            {
                // Assigned, done, or, if this failed, still queued: then the next refresh finds it again.
                lock (_known)
                {
                    _known.Remove(item.Id);
                }
            }
        }
    }

    /// <summary>Records a task's result.</summary>
    /// <exception cref="LeadershipLostException">The leadership is over.</exception>
    /// <exception cref="StaleTermException">A leader of a higher term has written before.</exception>
    public Task<ResultOutcome> RecordResultAsync(long taskId, string worker, string result, CancellationToken cancellationToken) =>
        ActAsync(
            "record result",
            () => _store.RecordResultAsync(_fence, taskId, worker, result, cancellationToken),
            cancellationToken);

    /// <summary>Waits for the write that is under way, and refuses all later ones.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _closed = true;
        _turn.Release();
        _queue.Writer.TryComplete();
    }

    private async Task<WorkItem> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _queue.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new LeadershipLostException(_leadership.Election, _leadership.Term);
        }
    }

    /// <summary>The one way to write: only while the leadership is held, and on the record.</summary>
    private async Task<T> ActAsync<T>(string operation, Func<Task<T>> write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var began = BootClock.NowNanoseconds;
            if (_closed || !_leadership.IsHeld)
            {
                throw new LeadershipLostException(_leadership.Election, _leadership.Term);
            }

            // The leadership may end right here, unseen. That is what the fence is for.
            var answer = await write();
            _record.Act(_leadership, operation, began);
            return answer;
        }
        catch (StaleTermException refusal)
        {
            _record.Refused(refusal);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }
}
