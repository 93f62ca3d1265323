using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Failover.AspNetCore.Health;

/// <summary>Whether the member takes part: it has a session whose lease runs.</summary>
internal sealed class MemberReadyCheck(IFailoverOperations operations) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = operations.Status;
        return Task.FromResult(status.HasSession
            ? HealthCheckResult.Healthy(string.Create(
                CultureInfo.InvariantCulture, $"member {status.Member} has a session, and a lease for {status.LeaseRemainingMs:F0} ms"))
            : new HealthCheckResult(
                context.Registration.FailureStatus,
                $"member {status.Member} has no session; coordinator: {status.Coordinator ?? "none that it knows"}"));
    }
}
