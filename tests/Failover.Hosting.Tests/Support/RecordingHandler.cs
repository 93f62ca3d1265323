using System.Threading.Channels;

namespace Failover.Hosting.Tests;

internal sealed class RecordingHandler : ILeadershipHandler
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();

    /// <summary>Called within every event, before it is recorded.</summary>
    public Func<string, CancellationToken, Task> During { get; set; } = (_, _) => Task.CompletedTask;

    public Task<string> NextAsync() => _events.Reader.ReadAsync().Soon();

    public Task OnElectedAsync(Leadership leadership, CancellationToken cancellationToken) =>
        RecordAsync($"elected {leadership.Term}", cancellationToken);

    public Task OnRevokedAsync(Leadership leadership, CancellationToken cancellationToken) =>
        RecordAsync($"revoked {leadership.Term}", cancellationToken);

    public Task OnLeaderChangedAsync(ElectionSnapshot snapshot, CancellationToken cancellationToken) =>
        RecordAsync($"changed {snapshot.Term} {snapshot.Leader?.Member ?? "-"}", cancellationToken);

    private async Task RecordAsync(string name, CancellationToken cancellationToken)
    {
        await During(name, cancellationToken);
        _events.Writer.TryWrite(name);
    }
}
