using System.Data.Common;
using System.Globalization;
using TaskDispatch.Store;

namespace TaskDispatch.Cluster;

/// <summary>A client of the service: enqueues tasks at a steady rate, remembers which were acknowledged, and checks them afterwards.</summary>
public sealed class TaskFeed(ITaskStore store, double tasksPerSecond, int rounds) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<long> _acknowledged = [];
    private Task _running = Task.CompletedTask;

    public int Acknowledged => _acknowledged.Count;

    public void Start() => _running = Task.Run(() => EnqueueAsync(_stop.Token));

    /// <summary>Stops, and waits until every acknowledged task has a result, or that takes too long.</summary>
    public async Task<TaskVerdict> FinishAsync(TimeSpan patience)
    {
        await StopAsync();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var deadline = new CancellationTokenSource(patience);
        var done = await FindDoneAsync();
        while (done.Count < _acknowledged.Count && !deadline.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync();
            done = await FindDoneAsync();
        }

        var counts = await store.CountAsync(CancellationToken.None);
        return new TaskVerdict(_acknowledged.Count, done.Count, _acknowledged.Count - done.Count, counts);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    private async Task EnqueueAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / tasksPerSecond));
        try
        {
            for (var number = 1; await timer.WaitForNextTickAsync(stop);)
            {
                var key = string.Create(CultureInfo.InvariantCulture, $"demo/{number}");
                try
                {
                    _acknowledged.Add(await store.EnqueueAsync(new NewTask(key, $"payload of {key}", rounds), stop));
                    number++;
                }
                catch (DbException)
                {
                    // The same key again with the next tick: it is added once.
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private async Task<HashSet<long>> FindDoneAsync()
    {
        const int Page = 1_000;
        HashSet<long> done = [];
        for (var after = 0L; ;)
        {
            var rows = await store.ListAsync(after, Page, CancellationToken.None);
            done.UnionWith(rows.Where(row => row.State == TaskState.Done && _acknowledged.Contains(row.Id)).Select(row => row.Id));
            if (rows.Count < Page)
            {
                return done;
            }

            after = rows[^1].Id;
        }
    }
}
