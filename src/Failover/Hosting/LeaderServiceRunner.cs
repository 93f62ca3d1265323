using Failover.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting;

/// <summary>
/// Runs one leader service of an election: once per leadership, never twice at a time, and with the configured answer to failures.
/// </summary>
internal sealed class LeaderServiceRunner
{
    private static readonly AsyncLocal<HeldLeadership?> RunningIn = new();

    private readonly Type _serviceType;
    private readonly ElectionOptions _options;
    private readonly HostContext _host;
    private readonly ILogger _logger;
    private readonly RestartDelay _restartDelay;

    /// <summary>Creates a runner.</summary>
    /// <param name="serviceType">A <see cref="LeaderService"/> that is registered as a scoped service.</param>
    /// <param name="options">The election's options.</param>
    /// <param name="host">What the host provides.</param>
    public LeaderServiceRunner(Type serviceType, ElectionOptions options, HostContext host)
    {
        _serviceType = serviceType;
        _options = options;
        _host = host;
        _logger = host.LoggerFactory.CreateLogger<LeaderServiceRunner>();
        _restartDelay = new RestartDelay(options.RestartDelay, options.MaxRestartDelay);
    }

    /// <summary>Completes when no run is under way or waits; never faults.</summary>
    public Task Idle { get; private set; } = Task.CompletedTask;

    private string ServiceName => _serviceType.Name;

    /// <summary>Whether the caller was called by a leader service that runs in this leadership.</summary>
    public static bool IsInside(HeldLeadership leadership) => RunningIn.Value == leadership;

    /// <summary>Starts the service as soon as its earlier run has ended. Not safe to call concurrently.</summary>
    /// <returns>Completes when the service has ended in this leadership, or will not start in it; never faults.</returns>
    public Task Run(HeldLeadership leadership)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var earlier = Idle;
        Idle = Task.Run(async () =>
        {
            if (await HasEndedAsync(earlier, leadership))
            {
                await RunUntilDoneAsync(leadership);
            }

            done.SetResult();
            await earlier;
        });
        return done.Task;
    }

    /// <summary>Waits for the earlier run; false when the leadership had to be given up instead.</summary>
    private async Task<bool> HasEndedAsync(Task earlier, HeldLeadership leadership)
    {
        if (earlier.IsCompleted)
        {
            return true;
        }

        _logger.ServiceWaitsForEarlierRun(leadership.Election, ServiceName, leadership.Term);
        try
        {
            await Task.WhenAny(earlier, leadership.StopRequested).WaitAsync(_options.StopTimeout, _host.TimeProvider);
        }
        catch (TimeoutException)
        {
            Resign(leadership, $"leader service {ServiceName} still runs since an earlier term");
            await Task.WhenAny(earlier, leadership.StopRequested);
        }

        return earlier.IsCompleted;
    }

    private async Task RunUntilDoneAsync(HeldLeadership leadership)
    {
        var failuresInARow = 0;
        while (leadership.MayBegin)
        {
            var started = _host.TimeProvider.GetTimestamp();
            if (await RunOnceAsync(leadership) is not { } error)
            {
                return;
            }

            failuresInARow = _host.TimeProvider.GetElapsedTime(started) > _options.MaxRestartDelay ? 1 : failuresInARow + 1;
            if (!await HandleFailureAsync(error, failuresInARow, leadership))
            {
                return;
            }
        }
    }

    /// <summary>Does what is configured for a failure; true when the service shall run again.</summary>
    private async Task<bool> HandleFailureAsync(Exception error, int failuresInARow, HeldLeadership leadership)
    {
        _logger.ServiceFailed(error, leadership.Election, ServiceName, leadership.Term, _options.ServiceFailureAction);
        switch (_options.ServiceFailureAction)
        {
            case ServiceFailureAction.Restart:
                var delay = _restartDelay.After(failuresInARow);
                _logger.ServiceRestarting(leadership.Election, ServiceName, delay.TotalSeconds);
                await Task.Delay(delay, _host.TimeProvider, leadership.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return true;
            case ServiceFailureAction.StopHost when _host.Lifetime is { } lifetime:
                lifetime.StopApplication();
                return false;
            default:
                Resign(leadership, $"leader service {ServiceName} failed: {error.GetType().Name}: {error.Message}");
                return false;
        }
    }

    /// <summary>Runs the service, and tells when it does not stop.</summary>
    /// <returns>Why it failed while it was wanted; null when it returned, or when it was asked to stop.</returns>
    private async Task<Exception?> RunOnceAsync(HeldLeadership leadership)
    {
        _logger.ServiceStarting(leadership.Election, ServiceName, leadership.Term);
        var run = Task.Run(() => ExecuteAsync(leadership));
        if (_options.StuckServiceAction == StuckServiceAction.TerminateProcess)
        {
            _host.Watchdog.Watch(() => run.IsCompleted ? null : leadership.TerminateAt, () => Terminate(leadership), outlivesHost: true);
        }

        await Task.WhenAny(run, leadership.StopRequested);
        try
        {
            await run.WaitAsync(_options.StopTimeout, _host.TimeProvider);
        }
        catch (TimeoutException)
        {
            await ReportStuckAsync(run, leadership);
        }

        var error = await run;
        if (error is null)
        {
            _logger.ServiceEnded(leadership.Election, ServiceName, leadership.Term);
        }
        else if (!leadership.MayBegin)
        {
            _logger.ServiceFailedWhileStopping(error, leadership.Election, ServiceName, leadership.Term);
            return null;
        }

        return error;
    }

    /// <summary>Creates the service in a scope, runs it and disposes of it; returns what it threw.</summary>
    private async Task<Exception?> ExecuteAsync(HeldLeadership leadership)
    {
        RunningIn.Value = leadership;
        Exception? failure = null;
        var scope = _host.Scopes.CreateAsyncScope();
#pragma warning disable CA1031 // Whatever an application's service throws is answered as configured.
        try
        {
            var service = (LeaderService)scope.ServiceProvider.GetRequiredService(_serviceType);
            await service.ExecuteAsync(leadership, leadership.Token);
        }
        catch (OperationCanceledException) when (leadership.Token.IsCancellationRequested)
        {
            // It stopped as it was asked to.
        }
        catch (Exception error)
        {
            failure = error;
        }

        try
        {
            await scope.DisposeAsync();
        }
        catch (Exception error)
        {
            _logger.ServiceDisposalFailed(error, leadership.Election, ServiceName, leadership.Term);
        }
#pragma warning restore CA1031

        return failure;
    }

    private async Task ReportStuckAsync(Task run, HeldLeadership leadership)
    {
        _host.Metrics.ServiceStuck(leadership.Election);
        _logger.ServiceStuck(leadership.Election, ServiceName, _options.StopTimeout.TotalSeconds, leadership.Term);
        await run;
        _host.Metrics.StuckServiceEnded(leadership.Election);
        _logger.StuckServiceEnded(leadership.Election, ServiceName, leadership.Term);
    }

    private void Resign(HeldLeadership leadership, string reason) =>
        _host.Driver.Driver.Resign(leadership.Election, leadership.Term, VacancyCause.ServiceFailed, reason);

    private void Terminate(HeldLeadership leadership)
    {
        var message = $"Failover: leader service {ServiceName} of election '{leadership.Election}' did not stop when the leadership in " +
            $"term {leadership.Term} was lost. The process ends before another member may be promoted.";

        // A log may block; the lease does not wait for it.
        ThreadPool.QueueUserWorkItem(_ => _logger.Terminating(message));
        _host.Terminator.Terminate(message);
    }
}
