using Failover.AspNetCore.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of the cluster's member.</summary>
public static class FailoverHealthChecksBuilderExtensions
{
    // What carries it is not counted by UseHealthChecks: a member without leadership would be unfit for one.
    private const string OwnTag = "failover";

    /// <summary>
    /// Adds <c>failover-live</c> (tag <c>live</c>: the member runs), <c>failover-ready</c> (tag <c>ready</c>: it has a session whose lease
    /// runs) and, for each election, <c>failover-leader-{election}</c> (tag <c>leader</c>: it leads).
    /// </summary>
    /// <remarks>
    /// All have the tag <c>failover</c> too, and <c>UseHealthChecks</c> leaves checks with that tag out, whatever else it is told to count.
    /// Map the <c>leader</c> checks on a path of their own: where they count, all members but one are unhealthy.
    /// </remarks>
    /// <param name="builder">What <c>AddHealthChecks</c> returns.</param>
    /// <param name="leaderOf">Names of elections of this host.</param>
    /// <example>
    /// <code>
    /// builder.Services.AddHealthChecks().AddFailover("orders");
    /// app.MapHealthChecks("/health/live", new() { Predicate = check => check.Tags.Contains("live") });
    /// </code>
    /// </example>
    public static IHealthChecksBuilder AddFailover(this IHealthChecksBuilder builder, params string[] leaderOf)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(leaderOf);
        builder.AddCheck<MemberLiveCheck>("failover-live", tags: [OwnTag, "live"]);
        builder.AddCheck<MemberReadyCheck>("failover-ready", tags: [OwnTag, "ready"]);
        foreach (var election in leaderOf)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(election, nameof(leaderOf));
            builder.Add(new HealthCheckRegistration(
                $"failover-leader-{election}",
                services => ActivatorUtilities.CreateInstance<LeaderCheck>(services, election),
                failureStatus: null,
                tags: [OwnTag, "leader"]));
        }

        return builder;
    }
}
