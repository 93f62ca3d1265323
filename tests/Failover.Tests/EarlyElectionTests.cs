using Failover.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failover.Tests;

/// <summary>Decision 19, with election time-outs that are long enough to be out of play.</summary>
public sealed class EarlyElectionTests
{
    private const string Election = "work";
    private const int StandingEarly = 4009;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_coordinator_that_crashed_or_left_is_replaced_before_any_election_time_out(bool crashes)
    {
        using var events = new EventRecorder();
        await using var cluster = new TestCluster(
            3,
            failover =>
            {
                failover.Services.AddLogging(logging => logging.AddProvider(events));
                failover.AddElection(Election);
            },
            options =>
            {
                options.ElectionTimeoutLower = TimeSpan.FromSeconds(2);
                options.ElectionTimeoutUpper = TimeSpan.FromSeconds(2.5);
                options.LeaseDuration = TimeSpan.FromSeconds(20);
            });
        await cluster.StartAsync();
        await cluster.WaitForLeaderAsync(Election);
        await cluster.AllKnowCoordinatorAsync(_ => true);
        var coordinator = cluster["n1"].Coordinator!;

        await (crashes ? cluster.CrashAsync(coordinator) : cluster.StopAsync(coordinator));
        await cluster.AllKnowCoordinatorAsync(name => name != coordinator);

        Assert.Contains(events.Of(StandingEarly), text => text.StartsWith($"{coordinator}, which coordinated in Raft term ", StringComparison.Ordinal));
    }
}
