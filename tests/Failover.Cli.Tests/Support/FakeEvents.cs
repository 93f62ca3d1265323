using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Failover.Audit;
using Microsoft.AspNetCore.Http;

namespace Failover.Cli.Tests.Support;

/// <summary>The event streams of one fake member.</summary>
internal sealed class FakeEvents : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
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
        await InTurnAsync(() => _open.Add(context));
        _connections.Writer.TryWrite(context.Request.Headers["Last-Event-ID"].SingleOrDefault());
        await ended.Task;

        // What has ended here must not be written to: its context may soon be another's.
        await InTurnAsync(() => _open.Remove(context));
    }

    public Task SendAsync(ClusterStatus status) => SendAsync($"event: status\ndata: {JsonSerializer.Serialize(status, FailoverJson.Default.ClusterStatus)}\n\n");

    public Task SendAsync(AuditRecord record) => SendAsync(
        $"event: audit\nid: {record.Number.ToString(CultureInfo.InvariantCulture)}\ndata: {JsonSerializer.Serialize(record, FailoverJson.Default.AuditRecord)}\n\n");

    public Task CutAllAsync() => InTurnAsync(() =>
    {
        foreach (var context in _open)
        {
            context.Abort();
        }

        _open.Clear();
    });

    public void Dispose() => _turn.Dispose();

    private Task SendAsync(string text) => InTurnAsync(async () =>
    {
        foreach (var context in _open)
        {
            await context.Response.WriteAsync(text);
            await context.Response.Body.FlushAsync();
        }
    });

    private Task InTurnAsync(Action act) => InTurnAsync(() =>
    {
        act();
        return Task.CompletedTask;
    });

    private async Task InTurnAsync(Func<Task> act)
    {
        await _turn.WaitAsync();
        try
        {
            await act();
        }
        finally
        {
            _turn.Release();
        }
    }
}
