using Failover.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting;

/// <summary>
/// The order in which a stopping host lets go: 1. leader services stop and are awaited, and their leaderships are released;
/// 2. the driver stops; 3. streams end and handlers get their last events.
/// </summary>
internal sealed class ShutdownSequence(
    ElectionRegistry elections, ClusterSettings settings, TimeProvider timeProvider, ILogger<ShutdownSequence> logger)
{
    /// <summary>Runs the sequence.</summary>
    /// <param name="stopDriverAsync">
    /// Stops the driver. It is told whether everything was released: if not, a leader service still runs in this process, and the
    /// driver must not say goodbye, which would let another member be promoted beside it.
    /// </param>
    /// <param name="cancellationToken">The host's patience.</param>
    public async Task RunAsync(Func<bool, CancellationToken, Task> stopDriverAsync, CancellationToken cancellationToken)
    {
        var isReleased = await ReleaseAsync(cancellationToken);
        try
        {
            await stopDriverAsync(isReleased, cancellationToken);
        }
        finally
        {
            await elections.CompleteAsync(cancellationToken);
        }
    }

    private async Task<bool> ReleaseAsync(CancellationToken cancellationToken)
    {
        logger.Stopping(elections.Elections.Count(election => election.IsLeader));
        var releases = elections.Elections.ToDictionary(election => election.Name, election => election.ReleaseForShutdown());
        try
        {
            await Task.WhenAll(releases.Values).WaitAsync(settings.ShutdownHandOverTimeout, timeProvider, cancellationToken);
            return true;
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            var names = releases.Where(release => !release.Value.IsCompleted).Select(release => release.Key);
            logger.StopTimedOut(string.Join(", ", names), settings.ShutdownHandOverTimeout.TotalSeconds);
            return false;
        }
    }
}
