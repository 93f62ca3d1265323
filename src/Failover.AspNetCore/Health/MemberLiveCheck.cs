using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Failover.AspNetCore.Health;

/// <summary>Whether the member runs in this process, with or without a cluster around it.</summary>
internal sealed class MemberLiveCheck(IFailoverOperations operations) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Throws where there is no member that could say; that counts as a failure.
        var status = operations.Status;
        return Task.FromResult(HealthCheckResult.Healthy($"member {status.Member} has applied entry {status.Index}"));
    }
}
