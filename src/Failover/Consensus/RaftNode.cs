using System.Net;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus;

/// <summary>DotNext's Raft member, with what it keeps to itself and we need.</summary>
internal sealed class RaftNode(RaftCluster.NodeConfiguration configuration) : RaftCluster(configuration)
{
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>Tests let a busy machine hold this member up here, while its election time-out is the short one.</summary>
    internal Func<Task> Pause { get; set; } = () => Task.CompletedTask;

    /// <summary>Whether DotNext has taken this member out of the elections for good, after an internal failure.</summary>
    public bool HasLeft
    {
        get
        {
            // While it begins to stand it is out of them for a moment; whoever asks will ask again.
            if (!_changing.Wait(0))
            {
                return false;
            }

            try
            {
                return Standby;
            }
            finally
            {
                _changing.Release();
            }
        }
    }

    /// <summary>
    /// Stands for election now, unless this member was elected, instead of after its election time-out: it asks for pre-votes, and if
    /// it gets them for votes, as ever.
    /// </summary>
    /// <remarks>
    /// DotNext 6.12 has no method for that. But a member that comes back from standby begins to wait anew, for the time-out that is set at
    /// that moment. A candidate has the time-out that is set then for its votes, so no pre-vote is sent before it is a usual one again.
    /// </remarks>
    public async Task StandAsync()
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            ElectionTimeouts.StandAtOnce(this);
            if (LeadershipToken.IsCancellationRequested && await EnableStandbyModeAsync().ConfigureAwait(false))
            {
                await RevertToNormalModeAsync().ConfigureAwait(false);
                await Pause().ConfigureAwait(false);
            }
        }
        finally
        {
            ElectionTimeouts.Draw(this);
            _changing.Release();
        }
    }

    /// <summary>Returns when the election time-out is a usual one; see <see cref="StandAsync"/>.</summary>
    public async ValueTask WaitForUsualTimeoutAsync(CancellationToken token)
    {
        await _changing.WaitAsync(token).ConfigureAwait(false);
        _changing.Release();
    }

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
            ElectionTimeouts.ForgetLeader(this);
        }
    }

    /// <summary>Whether this member leads in that Raft term, and its first entry is committed.</summary>
    public bool LeadsIn(long raftTerm)
    {
        try
        {
            return !LeadershipToken.IsCancellationRequested && AuditTrail.Term == raftTerm;
        }
        catch (Exception)
        {
            // DotNext has failed, which RaftHealth reports.
            return false;
        }
    }

    /// <summary>Begins a round of replication, which is a heartbeat at least, and does not wait for it. False where this member does not lead.</summary>
    public bool TryBeginRound()
    {
        if (Leader is not { IsRemote: false })
        {
            return false;
        }

        var round = ForceReplicationAsync();
        var leads = !round.IsFaulted;
        _ = ObserveAsync(round);
        return leads;

        static async Task ObserveAsync(ValueTask round)
        {
            try
            {
                await round.ConfigureAwait(false);
            }
            catch (Exception)
            {
                // The leadership has ended.
            }
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
