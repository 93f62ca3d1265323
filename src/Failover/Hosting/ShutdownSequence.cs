using Failover.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting;

/// <summary>Lets go of everything when the host stops: leader services stop and are awaited, and their leaderships are released.</summary>
internal sealed class ShutdownSequence(
    ElectionRegistry elections, ClusterSettings settings, TimeProvider timeProvider, ILogger<ShutdownSequence> logger)
{
    /// <summary>Releases every leadership, within <c>ShutdownHandOverTimeout</c>.</summary>
    /// <param name="cancellationToken">The host's patience.</param>
    /// <returns>
    /// Whether everything was released. If not, a leader service still runs in this process, which must not look as if it had ended:
    /// another member would be promoted beside it.
    /// </returns>
    public async Task<bool> ReleaseAsync(CancellationToken cancellationToken)
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
