using System.Diagnostics;
using DotNext.Net.Cluster.Consensus.Raft;
using Failover.Testing;

namespace Failover.Transport.Tests;

/// <summary>DotNext itself over the cluster port: three members elect, and elect again after a crash.</summary>
public sealed class RaftClusterTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Three_members_elect_a_Raft_leader_and_another_when_its_port_is_gone(bool memory)
    {
        await using var cluster = new PortCluster(memory ? new InMemoryNetwork() : null);
        var ports = new Dictionary<string, ClusterPort>();
        foreach (var name in Names)
        {
            ports[name] = await cluster.StartAsync(name);
        }

        var nodes = Names.ToDictionary(name => name, name => CreateNode(cluster, name, ports[name]));
        await Task.WhenAll(nodes.Values.Select(node => node.StartAsync(Cancellation)));
        var (first, _) = await LeaderAsync(nodes);

        var gone = Stopwatch.GetTimestamp();
        await ports[first].DisposeAsync();
        var left = nodes.Where(node => node.Key != first).ToDictionary();
        var (second, term) = await LeaderAsync(left);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{second} leads Raft term {term}, {Stopwatch.GetElapsedTime(gone).TotalMilliseconds:f0} ms after {first}'s port closed.");

        foreach (var node in nodes.Values)
        {
            await node.StopAsync(Cancellation);
            await node.DisposeAsync();
        }
    }

    /// <summary>Waits for a member that proves with a quorum that it leads.</summary>
    private static async Task<(string Name, long RaftTerm)> LeaderAsync(Dictionary<string, RaftCluster> nodes)
    {
        using var found = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var waits = nodes.ToDictionary(node => node.Value.WaitForLeadershipAsync(found.Token), node => node.Key);
        var winner = waits[await Task.WhenAny(waits.Keys).SoonAsync()];
        await nodes[winner].ApplyReadBarrierAsync(Cancellation).AsTask().SoonAsync();
        await found.CancelAsync();
        await Task.WhenAll(waits.Keys.Select(wait => wait.ContinueWith(_ => { }, TaskScheduler.Default)));
        return (winner, nodes[winner].Term);
    }

    private static RaftCluster CreateNode(PortCluster cluster, string name, ClusterPort port) => new(
        new RaftCluster.CustomTransportConfiguration(cluster.Addresses[name], port.RaftListenerFactory, port.RaftConnectionFactory)
        {
            ConfigurationStorage = new RaftMembers(cluster.Addresses.Values),
            ColdStart = false,
            LowerElectionTimeout = 600,
            UpperElectionTimeout = 1_000,
            ConnectTimeout = TimeSpan.FromMilliseconds(200),
            RequestTimeout = TimeSpan.FromMilliseconds(200),
        })
    {
        AuditTrail = new ConsensusOnlyState(),
    };
}
