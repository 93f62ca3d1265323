using Failover.Hosting.Driver;
using Failover.Transport;
using Microsoft.Extensions.Hosting;

namespace Failover.Hosting;

/// <summary>
/// Joins the cluster after every other service of the host has started, and hands over and leaves before any of them stops:
/// a leader service finds the whole application around it.
/// </summary>
internal sealed class FailoverHostedService(
    ClusterSettings settings,
    IClusterNetwork network,
    HostContext host,
    ElectionRegistry elections,
    ShutdownSequence shutdown) : IHostedLifecycleService, IFailoverCluster
{
    private MemberRuntime? _runtime;
    private bool _isReleased;

    /// <inheritdoc/>
    public string Member => settings.Self;

    /// <inheritdoc/>
    public string? Coordinator => _runtime?.Driver.Coordinator;

    /// <summary>The driver while this member runs, or null.</summary>
    public MemberDriver? Driver => _runtime?.Driver;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        PoolReserve.Ensure();
        var runtime = new MemberRuntime(settings, network, host);
        foreach (var (election, observer) in elections.Observers)
        {
            runtime.Driver.Observe(election, observer);
        }

        runtime.Driver.Failed = _ =>
        {
            Environment.ExitCode = 1;
            host.Lifetime?.StopApplication();
        };
        elections.Start(runtime.Driver);
        await runtime.StartAsync(cancellationToken);
        _runtime = runtime;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_runtime is { } runtime)
        {
            // Asking the driver first keeps this member from being promoted again while it lets go.
            runtime.Driver.Stop();
            await shutdown.RunAsync(
                (isReleased, _) =>
                {
                    _isReleased = isReleased;
                    return runtime.LeaveAsync();
                },
                cancellationToken);
        }
    }

    /// <summary>Ends this member as a crash would: nothing is released, and nobody is told. For tests.</summary>
    /// <param name="whenNothingActs">Called between: a dead process does not act, so only now may its address refuse connections.</param>
    public async Task AbortAsync(Action whenNothingActs)
    {
        if (_runtime is { } runtime)
        {
            _runtime = null;
            await runtime.Driver.CloseAsync();
            whenNothingActs();
            await runtime.DisposeAsync();
            await elections.CompleteAsync(new CancellationToken(canceled: true));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_runtime is { } runtime)
        {
            // While a leader service still runs the listener stays, until the process ends: refused connections would prove a crash.
            await (_isReleased ? runtime.DisposeAsync().AsTask() : runtime.CloseAsync());
        }
    }
}
