using System.Net;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus;

/// <summary>DotNext's Raft member, with what it keeps to itself and we need.</summary>
internal sealed class RaftNode(RaftCluster.NodeConfiguration configuration) : RaftCluster(configuration)
{
    /// <summary>Gives up the leadership if this member holds it; unlike DotNext's public method never asks another member to.</summary>
    public ValueTask<bool> ResignLocallyAsync(CancellationToken token) => ResignAsync(token);

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
