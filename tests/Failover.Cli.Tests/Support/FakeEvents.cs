using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Failover.Audit;
using Microsoft.AspNetCore.Http;

namespace Failover.Cli.Tests.Support;

/// <summary>The event streams of one fake member.</summary>
internal sealed class FakeEvents
{
    private readonly Lock _lock = new();
    private readonly List<HttpContext> _open = [];
    private readonly Channel<string?> _connections = Channel.CreateUnbounded<string?>();

    /// <summary>Each connection's <c>Last-Event-ID</c>, as they come.</summary>
    public ChannelReader<string?> Connections => _connections.Reader;

    public async Task ServeAsync(HttpContext context)
    {
        var ended = new TaskCompletionSource();
        context.RequestAborted.Register(() => ended.TrySetResult());
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        lock (_lock)
        {
            _open.Add(context);
        }

        _connections.Writer.TryWrite(context.Request.Headers["Last-Event-ID"].SingleOrDefault());
        await ended.Task;
    }

    public Task SendAsync(ClusterStatus status) => SendAsync($"event: status\ndata: {JsonSerializer.Serialize(status, FailoverJson.Default.ClusterStatus)}\n\n");

    public Task SendAsync(AuditRecord record) => SendAsync(
        $"event: audit\nid: {record.Number.ToString(CultureInfo.InvariantCulture)}\ndata: {JsonSerializer.Serialize(record, FailoverJson.Default.AuditRecord)}\n\n");

    public void CutAll()
    {
        lock (_lock)
        {
            foreach (var context in _open)
            {
                context.Abort();
            }

            _open.Clear();
        }
    }

    private async Task SendAsync(string text)
    {
        HttpContext[] open;
        lock (_lock)
        {
            open = [.. _open];
        }

        foreach (var context in open)
        {
            await context.Response.WriteAsync(text);
            await context.Response.Body.FlushAsync();
        }
    }
}
