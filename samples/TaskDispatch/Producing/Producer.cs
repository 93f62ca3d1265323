using System.Data.Common;
using Microsoft.Extensions.Options;
using TaskDispatch.Records;
using TaskDispatch.Store;
using TaskDispatch.Working;

namespace TaskDispatch.Producing;

/// <summary>
/// Enqueues new tasks at a steady rate, on every member. A client of the store, not part of the dispatcher: it needs no leader.
/// </summary>
public sealed partial class Producer(
    ITaskStore store, MemberRecord record, IOptions<TaskDispatchOptions> options, TimeProvider time, ILogger<Producer> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.TasksPerSecond == 0)
        {
            return;
        }

        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / options.Value.TasksPerSecond), time);
            for (var number = 1L; await timer.WaitForNextTickAsync(stoppingToken); number++)
            {
                // The process name makes the keys of different process lives differ.
                var key = $"{record.Process}/{number}";
                await EnqueueAsync(new NewTask(key, $"payload of {key}", options.Value.Rounds), stoppingToken);
                record.Enqueued(key);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Tries, with the same key, until the store acknowledges.</summary>
    private async Task EnqueueAsync(NewTask task, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await store.EnqueueAsync(task, stopping);
                return;
            }
            catch (DbException error)
            {
                LogRetry(task.ClientKey, error.Message);
                await time.PauseAsync(options.Value.RetryDelay, stopping);
                stopping.ThrowIfCancellationRequested();
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Enqueueing {ClientKey} again after: {Reason}")]
    private partial void LogRetry(string clientKey, string reason);
}
