using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus.Tests;

public sealed class ElectionTimeoutsTests
{
    [Fact]
    public async Task They_change_while_the_node_lives_and_heartbeats_stay_as_they_are()
    {
        var network = new LoopbackNetwork();
        var address = LoopbackNetwork.Reserve();
        await using var node = new RaftNode(new RaftCluster.CustomTransportConfiguration(address, network, network.From(address))
        {
            ConfigurationStorage = new MemberList(),
            LowerElectionTimeout = 150,
            UpperElectionTimeout = 200,
        })
        {
            AuditTrail = new ConsensusOnlyState(),
        };
        Assert.InRange(node.ElectionTimeout.TotalMilliseconds, 150, 200);
        var heartbeat = Heartbeat(node);

        ElectionTimeouts.Set(node, 600, 800);
        Assert.InRange(node.ElectionTimeout.TotalMilliseconds, 600, 800);
        Assert.Equal(heartbeat, Heartbeat(node));

        ElectionTimeouts.Set(node, 150, 200);
        Assert.InRange(node.ElectionTimeout.TotalMilliseconds, 150, 200);
        Assert.Equal(heartbeat, Heartbeat(node));

        ElectionTimeouts.StandBack(node);
        Assert.Equal(350, node.ElectionTimeout.TotalMilliseconds);
        Assert.Equal(heartbeat, Heartbeat(node));

        ElectionTimeouts.Draw(node);
        Assert.InRange(node.ElectionTimeout.TotalMilliseconds, 150, 200);
    }

    private static object? Heartbeat(RaftNode node) =>
        typeof(RaftCluster<RaftClusterMember>)
            .GetProperty("HeartbeatTimeout", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
            .GetValue(node);
}
