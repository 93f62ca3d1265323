using System.Threading.Channels;
using Failover.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting;

/// <summary>
/// Calls one handler, one event at a time and in order, out of a queue of its own: what it does delays nobody else. Safe to use from
/// any thread.
/// </summary>
#pragma warning disable CA1001 // The token is the handler's to keep, even when it is abandoned; its source holds no timer.
internal sealed class HandlerPump
#pragma warning restore CA1001
{
    private static readonly TimeSpan SlowCall = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DrainGrace = TimeSpan.FromSeconds(5);

    // Not the single-reader kind, which cannot count what waits.
    private readonly Channel<LeadershipEvent> _events = Channel.CreateUnbounded<LeadershipEvent>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _election;
    private readonly ILeadershipHandler _handler;
    private readonly HostContext _host;
    private readonly ILogger _logger;
    private readonly Task _pump;

    /// <summary>Starts the pump.</summary>
    public HandlerPump(string election, ILeadershipHandler handler, HostContext host)
    {
        _election = election;
        _handler = handler;
        _host = host;
        _logger = host.LoggerFactory.CreateLogger<HandlerPump>();
        _pump = Task.Run(PumpAsync);
    }

    private string HandlerName => _handler.GetType().Name;

    /// <summary>Queues an event.</summary>
    public void Post(LeadershipEvent leadershipEvent) => _events.Writer.TryWrite(leadershipEvent);

    /// <summary>Delivers what is queued, within a grace period; then cancels the handler's token and waits on.</summary>
    /// <param name="cancellationToken">Ends the wait; the handler is abandoned.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _events.Writer.TryComplete();
        try
        {
            await _pump.WaitAsync(DrainGrace, _host.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            await _stopping.CancelAsync();
            await _pump.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException)
        {
            await _stopping.CancelAsync();
        }

        if (!_pump.IsCompleted)
        {
            _logger.HandlerAbandoned(_election, HandlerName, _events.Reader.Count);
        }
    }

    private async Task PumpAsync()
    {
        await foreach (var leadershipEvent in _events.Reader.ReadAllAsync())
        {
            var started = _host.TimeProvider.GetTimestamp();
            try
            {
                await leadershipEvent.TellAsync(_handler, _stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever an application's handler throws, its next event is delivered.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _host.Metrics.HandlerFailed(_election, HandlerName);
                _logger.HandlerFailed(error, _election, HandlerName, leadershipEvent.Method);
            }

            var elapsed = _host.TimeProvider.GetElapsedTime(started);
            if (elapsed >= SlowCall)
            {
                _logger.HandlerSlow(_election, HandlerName, leadershipEvent.Method, elapsed.TotalSeconds, _events.Reader.Count);
            }
        }
    }
}
