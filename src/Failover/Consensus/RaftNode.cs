using System.Net;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus;

/// <summary>DotNext's Raft member, with what it keeps to itself and we need.</summary>
internal sealed class RaftNode(RaftCluster.NodeConfiguration configuration) : RaftCluster(configuration)
{
    /// <summary>
    /// Gives up the leadership if this member holds it, and lets every other member stand for election first. Unlike DotNext's public method it never
    /// asks another member to.
    /// </summary>
    /// <remarks>
    /// DotNext 6.12 draws an election time-out at the start, and anew only when a member becomes a candidate. So who was elected has a short one, those
    /// who were not keep theirs, and the member that resigned was often elected again, sometimes each time.
    /// </remarks>
    public async ValueTask<bool> ResignLocallyAsync(CancellationToken token)
    {
        ElectionTimeouts.StandBack(this);
        try
        {
            return await ResignAsync(token).ConfigureAwait(false);
        }
        finally
        {
            ElectionTimeouts.Draw(this);
        }
    }

    /// <summary>
    /// Lets another member learn our Raft term. A vote is asked for with an empty log, so that none is given; but a
    /// higher Raft term is taken over, by DotNext itself and under its own lock.
    /// </summary>
    /// <exception cref="DotNext.Net.Cluster.MemberUnavailableException">It did not answer.</exception>
    public async Task TeachRaftTermAsync(EndPoint address, CancellationToken token)
    {
        IRaftClusterMember? member = Members.FirstOrDefault(candidate => candidate.EndPoint.Equals(address));
        if (member is not null)
        {
            _ = await member.VoteAsync(AuditTrail.Term, lastLogIndex: 0, lastLogTerm: 0, token).ConfigureAwait(false);
        }
    }
}
