using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.AspNetCore.Connections;

namespace Failover.Consensus;

/// <summary>Configures DotNext's node: all members from the start, no cold start, no failure detector, term and vote on disk.</summary>
internal static class RaftNodeFactory
{
    /// <summary>Those that this member sends come first (<see cref="HeartbeatThread"/>); DotNext sends one itself when so many did not.</summary>
    private const int HeartbeatsLeftOut = 40;

    public static RaftNode Create(
        ConsensusSettings settings,
        DurableLog log,
        IConnectionListenerFactory listenerFactory,
        IConnectionFactory connectionFactory)
    {
        var configuration = new RaftCluster.CustomTransportConfiguration(settings.Members[settings.Self], listenerFactory, connectionFactory)
        {
            ConfigurationStorage = CreateMembers(settings),
            ColdStart = false,
            LowerElectionTimeout = (int)settings.LowerElectionTimeout.TotalMilliseconds,
            UpperElectionTimeout = (int)settings.UpperElectionTimeout.TotalMilliseconds,
            ConnectTimeout = settings.ConnectTimeout,

            // For the longest of exchanges, a snapshot; the steps of an exchange are timed by RaftExchange.
            RequestTimeout = settings.SnapshotTimeout,
        };
        var node = new RaftNode(configuration) { AuditTrail = log };
        ElectionTimeouts.SetHeartbeat(node, settings.HeartbeatInterval * HeartbeatsLeftOut);
        return node;
    }

    private static MemberList CreateMembers(ConsensusSettings settings)
    {
        var members = new MemberList();
        var builder = members.CreateInitialConfigurationBuilder();
        builder.UnionWith(settings.Members.Values);
        builder.Build();
        return members;
    }
}
