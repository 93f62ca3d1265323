using Failover;
using Microsoft.Extensions.Options;
using TaskDispatch.Records;
using TaskDispatch.Store;

namespace TaskDispatch.Dispatching;

/// <summary>Hands out tasks. Runs on the leader only; a new one is created for each leadership.</summary>
public sealed partial class Dispatcher(
    ITaskStore store,
    ActiveDesk activeDesk,
    MemberRecord record,
    IOptions<TaskDispatchOptions> options,
    TimeProvider time,
    ILogger<Dispatcher> logger) : LeaderService
{
    /// <summary>The work of one leadership; public so that it can also be run without a cluster.</summary>
    public async Task DispatchAsync(Leadership leadership, CancellationToken lost)
    {
        LogBegan(leadership.Term);
        record.LeadershipBegan(leadership);
        var desk = new DispatchDesk(store, record, options.Value, time, leadership);
        try
        {
            await desk.OpenAsync(lost);
            activeDesk.Current = desk;
            using var timer = new PeriodicTimer(options.Value.DispatchInterval, time);
            while (await timer.WaitForNextTickAsync(lost))
            {
                await desk.RefreshAsync(lost);
            }
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
        }
        catch (LeadershipLostException)
        {
        }
        catch (StaleTermException refusal) when (!leadership.IsHeld)
        {
            LogRefused(refusal.Message);
        }
        finally
        {
            // Any other exception goes to the library, which then lets another member lead.
            activeDesk.Current = null;
            await desk.DisposeAsync();
            record.LeadershipEnded(leadership);
            LogEnded(leadership.Term);
        }
    }

    protected override Task ExecuteAsync(Leadership leadership, CancellationToken lost) => DispatchAsync(leadership, lost);

    [LoggerMessage(1, LogLevel.Information, "Dispatching begins in term {Term}")]
    private partial void LogBegan(long term);

    [LoggerMessage(2, LogLevel.Information, "Dispatching of term {Term} has ended")]
    private partial void LogEnded(long term);

    [LoggerMessage(3, LogLevel.Warning, "{Refusal}")]
    private partial void LogRefused(string refusal);
}
