using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Failover.AspNetCore.Health;

/// <summary>Whether this member leads an election, for what sends traffic to the leader only.</summary>
internal sealed class LeaderCheck(ILeaderElectionFactory elections, string election) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var here = elections.Get(election);
        return Task.FromResult(here.IsLeader
            ? HealthCheckResult.Healthy($"this member leads '{election}'")
            : new HealthCheckResult(
                context.Registration.FailureStatus, $"this member does not lead '{election}'; leader: {here.Current.Leader?.Member ?? "none"}"));
    }
}
