using DotNext.Net.Cluster;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus.Tests;

public sealed class ElectionHoleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_members_the_one_with_the_better_log_leads_though_the_other_has_the_higher_Raft_term()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var coordinator = await cluster.CoordinatorAsync();
        var (better, worse) = (coordinator.Name, cluster.Names.First(name => name != coordinator.Name));
        await cluster.ProposeAsync("a");
        await cluster.StopAsync(worse);
        await cluster.ProposeAsync("b");
        await cluster.StopAllAsync();
        var raftTerm = await RaiseRaftTermAsync(cluster.SettingsOf(worse));

        // The third stays away. Neither of the two gives the other its pre-vote.
        await Task.WhenAll(cluster.StartAsync(worse), cluster.StartAsync(better));
        var elected = await cluster.CoordinatorAsync();

        Assert.Equal(better, elected.Name);
        Assert.True(elected.Observer.LeadsIn > raftTerm);
        await cluster.Member(worse).Machine.UntilAsync("a", "b");
    }

    private static async Task<long> RaiseRaftTermAsync(ConsensusSettings settings)
    {
        await using var log = await OpenLog.OpenAsync(settings, new ListMachine(), TestMarks.Create(), () => long.MaxValue, _ => { }, Token);
        for (var count = 0; count < 10; count++)
        {
            await ((IPersistentState)log.Storage).IncrementTermAsync(ClusterMemberId.FromEndPoint(settings.Members[settings.Self]), Token);
        }

        await log.Storage.KeepPromisesAsync(Token);
        return log.Storage.RaftTerm;
    }
}
