using Failover.Operations;
using Failover.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failover.Tests;

/// <summary>A configured policy is for new elections; where the cluster has another, that one counts, and the member says so.</summary>
public sealed class ConfiguredPolicyTests
{
    private const int PolicyDiffers = 1511;

    [Fact]
    public async Task A_member_that_is_configured_otherwise_says_so_when_it_joins_and_changes_nothing()
    {
        using var log = new EventRecorder();
        var policy = PromotionPolicy.AutomaticName;
        await using var cluster = new TestCluster(3, failover =>
        {
            failover.AddElection("ledger", election => election.Promotion.Policy = policy);
            failover.Services.AddLogging(logging => logging.AddProvider(log));
        });
        await cluster.StartAsync("n1");
        await cluster.StartAsync("n2");
        var leader = await cluster.WaitForLeaderAsync("ledger");
        Assert.Empty(log.Of(PolicyDiffers));

        policy = PromotionPolicy.OperatorApprovedName;
        await cluster.StartAsync("n3");
        await cluster.WaitUntilAsync(() => log.Of(PolicyDiffers).Any(), () => "n3 does not say that its policy differs");

        var said = Assert.Single(log.Of(PolicyDiffers));
        Assert.Contains("configured with the policy operator-approved, but the cluster has automatic", said, StringComparison.Ordinal);
        var election = leader.Host.Services.GetRequiredService<IFailoverOperations>().Status.Elections.Single();
        Assert.Equal((PromotionPolicy.AutomaticName, 1L), (election.Policy.Name, election.Term));
    }
}
