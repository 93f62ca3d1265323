using Failover.AspNetCore.Routing;
using Failover.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Failover.AspNetCore.Events;

/// <summary>
/// One reader's stream. The next state is asked for when the last one has been sent, so a slow reader skips states; it skips no audit
/// record that the cluster still keeps.
/// </summary>
internal sealed class EventStream(OperatorInterface http, HttpResponse response, long? after) : IAsyncDisposable
{
    private const int RecordsAtOnce = 100;

    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(1);

    private readonly EventWriter _writer = new();
    private readonly PeriodicTimer _heartbeat = new(http.Options.HeartbeatInterval, http.Clock);
    private Task? _beat;
    private long? _last = after;

    /// <summary>Sends until the end is asked for, or the reader is gone.</summary>
    /// <param name="ending">Ends the stream; cancelled here too, when sending fails.</param>
    public async Task RunAsync(CancellationTokenSource ending)
    {
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // For proxies that would otherwise collect the events.
        response.Headers["X-Accel-Buffering"] = "no";
        await using var states = http.Operations.WatchAsync(ending.Token).GetAsyncEnumerator(ending.Token);
        var next = states.MoveNextAsync().AsTask();
        try
        {
            _writer.WriteRetry(ReconnectDelay);
            await SendAsync(ending.Token);
            while (await BeatUntilAsync(next, ending.Token))
            {
                await SendAsync(states.Current, ending.Token);
                next = states.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The host stops, the stream is old enough, or the reader has gone.
        }
        finally
        {
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _heartbeat.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> BeatUntilAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(next, _beat ??= _heartbeat.WaitForNextTickAsync(cancellationToken).AsTask()) != next)
        {
            await _beat;
            _beat = null;
            _writer.WriteComment("still there");
            await SendAsync(cancellationToken);
        }

        return await next;
    }

    private async Task SendAsync(ClusterStatus status, CancellationToken cancellationToken)
    {
        _last ??= status.AuditCount;
        while (http.Operations.ReadAudit(_last.Value, RecordsAtOnce) is { Count: > 0 } records)
        {
            foreach (var record in records)
            {
                _writer.Write("audit", record.Number, record, FailoverJson.Default.AuditRecord);
            }

            _last = records[^1].Number;
            await SendAsync(cancellationToken);
        }

        _writer.Write("status", _last.Value, status, FailoverJson.Default.ClusterStatus);
        await SendAsync(cancellationToken);
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(_writer.Written, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        _writer.Clear();
    }
}
