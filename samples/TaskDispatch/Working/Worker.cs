using System.Text.Json;
using Microsoft.Extensions.Options;
using TaskDispatch.Store;

namespace TaskDispatch.Working;

/// <summary>
/// Works on tasks, on every member: asks whoever leads for a task, computes it, and posts the result, to the next leader if need be,
/// until it is recorded.
/// </summary>
public sealed partial class Worker(
    WorkClient client, LeaderFollower leaders, IOptions<TaskDispatchOptions> options, TimeProvider time, ILogger<Worker> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Enumerable.Range(1, options.Value.Workers).Select(number => RunAsync($"{options.Value.Member}/{number}", stoppingToken)));

    private async Task RunAsync(string name, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                if (await AskLeaderAsync((leader, cancel) => client.NextAsync(leader, name, cancel), stopping) is { } item)
                {
                    await WorkAsync(name, item, stopping);
                }
                else
                {
                    // A leader lets its workers wait for work; one that does not is not asked without a pause.
                    await time.PauseAsync(options.Value.RetryDelay, stopping);
                    stopping.ThrowIfCancellationRequested();
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task WorkAsync(string name, WorkItem item, CancellationToken stopping)
    {
        // On the thread pool, so that a long computation does not hold up the others.
        var result = await Task.Run(() => Computation.Run(item.Payload, item.Rounds, stopping), stopping);
        var outcome = await AskLeaderAsync((leader, cancel) => client.PostResultAsync(leader, item.Id, name, result, cancel), stopping);
        LogResult(item.Id, outcome, name);
    }

    /// <summary>Asks the leader, and the next one if that one fails or is replaced, until there is an answer.</summary>
    private async Task<T> AskLeaderAsync<T>(Func<Uri, CancellationToken, Task<T>> ask, CancellationToken stopping)
    {
        while (true)
        {
            var leader = await leaders.WaitForLeaderAsync(stopping);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, leader.Superseded);
            try
            {
                return await ask(leader.Address!, end.Token);
            }
            catch (Exception error) when (error is HttpRequestException or JsonException or OperationCanceledException)
            {
                stopping.ThrowIfCancellationRequested();
                LogRetry(leader.Address!, error.Message);
                await time.PauseAsync(options.Value.RetryDelay, end.Token);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "Task {TaskId}: {Outcome}, by {Worker}")]
    private partial void LogResult(long taskId, ResultOutcome outcome, string worker);

    [LoggerMessage(2, LogLevel.Debug, "Trying again after {Leader} failed: {Reason}")]
    private partial void LogRetry(Uri leader, string reason);
}
