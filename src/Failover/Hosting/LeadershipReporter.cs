using Failover.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting;

/// <summary>Logs and counts the changes of an election; a handler like any other, so that slow logs and meters delay nobody.</summary>
internal sealed class LeadershipReporter(FailoverMetrics metrics, ILogger<LeadershipReporter> logger) : ILeadershipHandler
{
    /// <inheritdoc />
    public Task OnElectedAsync(Leadership leadership, CancellationToken cancellationToken)
    {
        metrics.LeadershipBegan(leadership.Election);
        logger.Elected(leadership.Election, leadership.Term);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task OnRevokedAsync(Leadership leadership, CancellationToken cancellationToken)
    {
        metrics.LeadershipEnded(leadership.Election);
        logger.Revoked(leadership.Election, leadership.Term, (leadership as HeldLeadership)?.EndReason);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task OnLeaderChangedAsync(ElectionSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Leader is { } leader)
        {
            logger.LeaderChanged(snapshot.Election, leader.Member, snapshot.Term);
        }
        else
        {
            logger.BecameVacant(snapshot.Election, snapshot.Term, snapshot.Cause);
        }

        return Task.CompletedTask;
    }
}
