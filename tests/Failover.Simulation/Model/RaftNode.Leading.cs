using Failover.Simulation.Engine;

namespace Failover.Simulation.Model;

/// <summary>Replication, from the leader's side and the followers'.</summary>
internal sealed partial class RaftNode
{
    private const long HeartbeatInterval = 60_000;
    private const long ProposalTimeout = 600_000;
    private const long BarrierTimeout = 300_000;
    private const int SnapshotLag = 6;
    private readonly SortedDictionary<int, Peer> _peers = [];
    private readonly SortedDictionary<long, (long Term, Action<bool> Done)> _pending = [];
    private readonly List<(long Round, Action<bool> Done)> _barriers = [];
    private long _round;
    private bool _announced;
    private (long RaftTerm, long Index)? _leaderStored;

    /// <summary>Appends an entry in that Raft term, if this member leads in it.</summary>
    public void Propose(byte[] payload, long raftTerm, Action<bool> done)
    {
        if (!IsLeader || Term != raftTerm)
        {
            group.Coverage.Mark("proposal refused: no longer Raft leader");
            group.Agenda.After(1, () => done(false));
            return;
        }

        _log.Add(new RaftEntry(Term, payload));
        var index = (long)_log.Count;
        _pending[index] = (Term, done);
        group.Agenda.After(ProposalTimeout, () => GiveUp(index, done));
        if (group.LeaderTellsStored)
        {
            TellStored(index, Term);
        }

        Replicate();
        AdvanceCommit();
    }

    /// <summary>
    /// The leader of that Raft term said that it has stored an entry of it (decision 20). Where two are a quorum it is committed when this member has, too,
    /// and its own Raft term is still that one.
    /// </summary>
    public void LeaderStored(long raftTerm, long index)
    {
        _leaderStored = (raftTerm, index);
        CommitWhatTwoHave();
    }

    /// <summary>Proves with a quorum that this member led in that Raft term at some instant after the call.</summary>
    public void Barrier(long raftTerm, Action<bool> done)
    {
        if (!IsLeader || Term != raftTerm)
        {
            group.Agenda.After(1, () => done(false));
            return;
        }

        if (Quorum == 1)
        {
            group.Agenda.After(1, () => done(true));
            return;
        }

        _barriers.Add((_round + 1, done));
        group.Agenda.After(BarrierTimeout, () =>
        {
            if (_barriers.RemoveAll(waiting => waiting.Done == done) > 0)
            {
                group.Coverage.Mark("barrier not passed");
                done(false);
            }
        });
        Replicate();
    }

    /// <summary>Gives up leading in that Raft term; chance decides who is next.</summary>
    public void Resign(long raftTerm) => group.Agenda.After(1, () =>
    {
        if (IsLeader && Term == raftTerm)
        {
            StepDown();
        }
    });

    private void Lead()
    {
        _role = Role.Leader;
        _announced = false;
        _peers.Clear();
        foreach (var other in group.Others(self))
        {
            _peers[other.Self] = new Peer { Next = _log.Count + 1, AckedAt = group.Agenda.Now };
        }

        group.Trace.Line($"{RaftGroup.NameOf(self)}: wins Raft term {Term}");
        _log.Add(new RaftEntry(Term, null));
        Follow(self);
        if (_process is { } process)
        {
            Beat(process, Term);
            AdvanceCommit();
        }
    }

    private void Beat(IRaftProcess process, long term)
    {
        if (_process == process && _role == Role.Leader && Term == term)
        {
            if (!process.IsPaused)
            {
                Replicate();
            }

            group.Agenda.After(HeartbeatInterval, () => Beat(process, term));
        }
    }

    private void Replicate()
    {
        _round++;
        foreach (var (place, peer) in _peers)
        {
            var other = group.Nodes[place];
            if (_snapshotToSend is { } snapshot && peer.Next + SnapshotLag <= snapshot.Index)
            {
                var (snapshotTerm, round) = (Term, _round);
                Tell(other, node => node.OnInstall(this, snapshotTerm, round, snapshot.Index, _log.GetRange(0, (int)snapshot.Index), snapshot.State));
                continue;
            }

            var previous = peer.Next - 1;
            var append = new Append(
                Term, _round, previous, previous == 0 ? 0 : _log[(int)previous - 1].Term, [.. _log.Skip((int)previous)], CommitIndex);
            Tell(other, node => node.OnAppend(this, append));
        }
    }

    private void OnAppend(RaftNode leader, Append append)
    {
        if (append.Term < Term)
        {
            var term = Term;
            Tell(leader, node => node.OnRejected(term));
            return;
        }

        Hear(leader, append.Term);
        if (!IsUp)
        {
            // It died while it was told who leads.
            return;
        }

        var previous = (int)append.Previous;
        if (previous > _log.Count || (previous > 0 && _log[previous - 1].Term != append.PreviousTerm))
        {
            var hint = Math.Min(_log.Count, previous - 1) + 1;
            Tell(leader, node => node.OnMismatch(append.Term, self, hint));
            return;
        }

        Store(previous, append.Entries);
        CommitWhatTwoHave();
        Commit(Math.Min(append.Commit, previous + append.Entries.Length));
        var match = previous + append.Entries.Length;
        Tell(leader, node => node.OnAcknowledged(append.Term, self, append.Round, match));
    }

    private void Store(int previous, RaftEntry[] entries)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            var at = previous + i;
            if (at < _log.Count && _log[at].Term != entries[i].Term)
            {
                if (at < CommitIndex)
                {
                    throw new InvariantViolation("nothing lost", $"the model truncates the committed entry {at + 1}");
                }

                group.Coverage.Mark("uncommitted entries lost", _log.Skip(at).Count(entry => entry.Payload is not null));
                _log.RemoveRange(at, _log.Count - at);
            }

            if (at >= _log.Count)
            {
                _log.Add(entries[i]);
            }
        }
    }

    private void TellStored(long index, long term)
    {
        var process = _process;
        group.Agenda.After(group.Random.Between(100, 3_000), () => process?.Run(() =>
        {
            if (_process == process && IsLeader && Term == term)
            {
                process.Stored(term, index);
            }
        }));
    }

    private void CommitWhatTwoHave()
    {
        if (Quorum == 2 && _leaderStored is var (term, index) && term == Term && index > CommitIndex && index <= _log.Count && _log[(int)index - 1].Term == term)
        {
            group.Coverage.Mark("committed by a member that the Raft leader told what it stored");
            Commit(index);
        }
    }

    private void Hear(RaftNode leader, long term)
    {
        if (term > Term)
        {
            Adopt(term);
        }

        _role = Role.Follower;
        _heardAt = group.Agenda.Now;
        ResetDeadline();
        Follow(leader.Self);
    }

    private void OnInstall(RaftNode leader, long term, long round, long index, List<RaftEntry> log, byte[] state)
    {
        if (term < Term)
        {
            var newer = Term;
            Tell(leader, node => node.OnRejected(newer));
            return;
        }

        Hear(leader, term);
        if (!IsUp)
        {
            return;
        }

        if (index > CommitIndex)
        {
            group.Coverage.Mark("snapshot from the Raft leader");
            _log.Clear();
            _log.AddRange(log);
            RestoreState(index, state);
        }

        Tell(leader, node => node.OnAcknowledged(term, self, round, index));
    }

    private void OnRejected(long term)
    {
        if (term > Term)
        {
            group.Coverage.Mark("Raft leader deposed by a higher term");
            Adopt(term);
        }
    }

    private void OnMismatch(long term, int from, long hint)
    {
        if (_role == Role.Leader && Term == term && hint < _peers[from].Next)
        {
            _peers[from].Next = hint;
            _peers[from].AckedAt = group.Agenda.Now;
            Replicate();
        }
    }

    private void OnAcknowledged(long term, int from, long round, long match)
    {
        if (_role != Role.Leader || Term != term)
        {
            return;
        }

        var peer = _peers[from];
        peer.AckedAt = group.Agenda.Now;
        peer.Round = Math.Max(peer.Round, round);
        peer.Match = Math.Max(peer.Match, match);
        peer.Next = Math.Max(peer.Next, peer.Match + 1);
        AdvanceCommit();
        PassBarriers();
    }

    private void PassBarriers()
    {
        foreach (var waiting in _barriers.Where(waiting => 1 + _peers.Values.Count(peer => peer.Round >= waiting.Round) >= Quorum).ToArray())
        {
            _barriers.Remove(waiting);
            waiting.Done(true);
        }
    }

    /// <summary>Only entries of the leader's own term are committed by counting; those before go with them.</summary>
    private void AdvanceCommit()
    {
        for (var index = _log.Count; index > CommitIndex && _log[index - 1].Term == Term; index--)
        {
            if (1 + _peers.Values.Count(peer => peer.Match >= index) >= Quorum)
            {
                var inherited = _log.Skip((int)CommitIndex).Take(index - (int)CommitIndex).Count(entry => entry.Term != Term && entry.Payload is not null);
                group.Coverage.Mark("entries committed in a later Raft term", inherited);
                Commit(index);
                Replicate();
                return;
            }
        }
    }

    private void LookForQuorum()
    {
        if (group.LeaderNoticesLostQuorum && !HasQuorumSince(group.Agenda.Now - UpperTimeout))
        {
            group.Coverage.Mark("Raft leader noticed that its quorum is lost");
            StepDown();
        }
    }

    private bool HasQuorumSince(long time) => 1 + _peers.Values.Count(peer => peer.AckedAt >= time) >= Quorum;

    private void GiveUp(long index, Action<bool> done)
    {
        if (_pending.TryGetValue(index, out var waiting) && waiting.Done == done)
        {
            group.Coverage.Mark("proposal timed out");
            _pending.Remove(index);
            done(false);
        }
    }

    private void FailPending()
    {
        Action<bool>[] waiting = [.. _pending.Values.Select(pending => pending.Done), .. _barriers.Select(barrier => barrier.Done)];
        _pending.Clear();
        _barriers.Clear();
        foreach (var done in waiting)
        {
            done(false);
        }
    }

    private sealed class Peer
    {
        public long Next { get; set; }

        public long Match { get; set; }

        public long Round { get; set; }

        public long AckedAt { get; set; }
    }

    private sealed record Append(long Term, long Round, long Previous, long PreviousTerm, RaftEntry[] Entries, long Commit);
}
