using System.Runtime.CompilerServices;
using DotNext.Diagnostics;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus;

/// <summary>
/// Changes the election time-outs of a DotNext 6.12 node while it runs, which DotNext has no method for. It reads these fields whenever it
/// becomes follower, candidate or leader.
/// </summary>
internal static class ElectionTimeouts
{
    /// <summary>Sets the range of the time-outs in milliseconds, and leaves the heartbeats as frequent as they are.</summary>
    public static void Set(RaftNode node, int lower, int upper)
    {
        ref var range = ref Fields<RaftClusterMember>.Range(node);
        ref var threshold = ref Fields<RaftClusterMember>.HeartbeatThreshold(node);
        threshold = threshold * range.LowerValue / lower;
        range = new ElectionTimeout { LowerValue = lower, UpperValue = upper };
        Draw(node);
    }

    /// <summary>
    /// Until <see cref="Draw"/> this member, should it become a follower, waits for longer than any other does before it stands for election.
    /// </summary>
    public static void StandBack(RaftNode node)
    {
        ref var range = ref Fields<RaftClusterMember>.Range(node);
        Volatile.Write(ref Fields<RaftClusterMember>.Present(node), range.UpperValue + range.LowerValue);
    }

    /// <summary>Draws a time-out from the range, for the next time that this member becomes a follower.</summary>
    public static void Draw(RaftNode node) =>
        Volatile.Write(ref Fields<RaftClusterMember>.Present(node), Fields<RaftClusterMember>.Range(node).RandomTimeout(Random.Shared));

    /// <summary>The next time that this member becomes a follower it stands for election at once.</summary>
    public static void StandAtOnce(RaftNode node) => Volatile.Write(ref Fields<RaftClusterMember>.Present(node), 1);

    /// <summary>Grants no votes for an election time-out from now on, as if a leader had just been heard.</summary>
    public static void HearLeader(RaftNode node) => Timestamp.Refresh(ref Fields<RaftClusterMember>.LastUpdated(node));

    /// <summary>Whether a leader was heard within that time.</summary>
    public static bool HasHeardLeader(RaftNode node, TimeSpan within) => Timestamp.VolatileRead(ref Fields<RaftClusterMember>.LastUpdated(node)).Elapsed < within;

    /// <summary>Sets how often DotNext sends heartbeats, from the next leadership on.</summary>
    public static void SetHeartbeat(RaftNode node, TimeSpan interval) =>
        Fields<RaftClusterMember>.HeartbeatThreshold(node) = interval.TotalMilliseconds / Fields<RaftClusterMember>.Range(node).LowerValue;

    /// <summary>Grants votes as if no leader had been heard for long.</summary>
    public static void ForgetLeader(RaftNode node) => Timestamp.VolatileWrite(ref Fields<RaftClusterMember>.LastUpdated(node), default);

    private static class Fields<TMember>
        where TMember : class, IRaftClusterMember, IDisposable
    {
        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "electionTimeoutProvider")]
        public static extern ref ElectionTimeout Range(RaftCluster<TMember> node);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "heartbeatThreshold")]
        public static extern ref double HeartbeatThreshold(RaftCluster<TMember> node);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "lastUpdated")]
        public static extern ref Timestamp LastUpdated(RaftCluster<TMember> node);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "electionTimeout")]
        public static extern ref int Present(RaftCluster<TMember> node);
    }
}
