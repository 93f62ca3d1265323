using Microsoft.Extensions.Hosting;

namespace Failover.Hosting.Tests;

internal sealed class RecordingLifetime : IHostApplicationLifetime
{
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task StopRequested => _stopping.Task;

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => _stopping.TrySetResult();
}
