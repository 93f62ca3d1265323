using Failover.Audit;
using Failover.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting.Audit;

/// <summary>Hands the audit trail to the application's sinks, each at its own pace.</summary>
internal sealed class AuditPump(
    IEnumerable<IAuditSink> sinks,
    ClusterFeed feed,
    [FromKeyedServices(FailoverServices.ClockKey)] TimeProvider time,
    ILogger<AuditPump> logger) : BackgroundService
{
    private const int MostAtOnce = 100;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(sinks.Select(sink => FeedAsync(sink, stoppingToken)));

    private async Task FeedAsync(IAuditSink sink, CancellationToken stoppingToken)
    {
        long? last = null;
        while (true)
        {
            var changed = feed.NextChange;
            try
            {
                last ??= await sink.ReadLastNumberAsync(stoppingToken);
                var records = feed.State.Audit.After(last.Value, MostAtOnce);
                if (records.Count > 0)
                {
                    if (last > 0 && records[0].Number > last + 1)
                    {
                        logger.AuditGap(sink.GetType().Name, last.Value + 1, records[0].Number - 1);
                    }

                    await sink.WriteAsync(records, stoppingToken);
                    last = records[^1].Number;
                    continue;
                }

                await changed.WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The application's code may throw anything; the records are kept and tried again.
            catch (Exception error)
#pragma warning restore CA1031
            {
                logger.AuditSinkFailed(error, sink.GetType().Name, RetryDelay.TotalSeconds);
                last = null;
                await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
