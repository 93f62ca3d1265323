namespace Failover.Simulation.Model;

/// <summary>Who leads is decided: by votes, and before them by the question whether there would be any.</summary>
internal sealed partial class RaftNode
{
    /// <summary>For so long without a leader a member is patient before it looks for the hole of decision 7.</summary>
    private const long Patience = 4 * UpperTimeout;

    private readonly HashSet<int> _votes = [];
    private int _votedFor = -1;

    // Raised by whatever ends a question that is still open: a leader, a vote for another, a newer Raft term.
    private long _question;
    private long _leaderlessSince;

    /// <summary>For whom this member has voted in its Raft term, or null.</summary>
    public string? Vote => _votedFor < 0 ? null : RaftGroup.NameOf(_votedFor);

    /// <summary>Lets a Raft term pass by while this member is down, as elections do that nobody wins.</summary>
    public void MissElections(int terms)
    {
        Term += terms;
        _votedFor = self;
    }

    // Whether this member hears a leader, or is one that a quorum answers. A process that has just started does not remember.
    private bool HearsLeader => _role == Role.Leader
        ? !group.AsksFirst || HasQuorumSince(group.Agenda.Now - LowerTimeout)
        : group.Agenda.Now - _heardAt < LowerTimeout;

    /// <summary>Asks whether a quorum would vote for this member; nobody's Raft term rises by that.</summary>
    private void AskFirst()
    {
        Follow(-1);
        if (!IsUp)
        {
            // It died while it was told.
            return;
        }

        _role = Role.Follower;
        _votes.Clear();
        ResetDeadline();
        SpreadTerm();
        var (question, term, lastIndex, lastTerm) = (_question, Term, _log.Count, LastTerm);
        CountPromise(question, self);
        foreach (var other in group.Others(self))
        {
            Tell(other, node => node.OnQuestion(this, question, term, lastIndex, lastTerm));
        }
    }

    private void OnQuestion(RaftNode asker, long question, long term, long lastIndex, long lastTerm)
    {
        // A refusal would carry the Raft term, but DotNext takes no notice of it.
        if (!HearsLeader && Term <= term && IsUpToDate(lastIndex, lastTerm))
        {
            Tell(asker, node => node.CountPromise(question, self));
        }
    }

    private void CountPromise(long question, int from)
    {
        if (question == _question && _role == Role.Follower)
        {
            _votes.Add(from);
            if (_votes.Count >= Quorum)
            {
                Campaign();
            }
        }
    }

    /// <summary>
    /// Decision 7: of two members one may have the better log, the other the higher Raft term, and neither promises its vote. So
    /// the higher Raft term is told around when there has been no leader for too long.
    /// </summary>
    private void SpreadTerm()
    {
        if (group.Agenda.Now - _leaderlessSince < Patience)
        {
            return;
        }

        _leaderlessSince = group.Agenda.Now;
        var term = Term;
        foreach (var other in group.Others(self))
        {
            Tell(other, node => node.OnTaught(term));
        }
    }

    private void OnTaught(long term)
    {
        if (term > Term && !HearsLeader)
        {
            group.Coverage.Mark("Raft term taught");
            Adopt(term);
        }
    }

    private void Campaign()
    {
        Adopt(Term + 1);
        Follow(-1);
        if (!IsUp)
        {
            // It died while it was told.
            return;
        }

        _role = Role.Candidate;
        _votedFor = self;
        _votes.Clear();
        ResetDeadline();
        CountVote(self);
        var (term, lastIndex, lastTerm) = (Term, _log.Count, LastTerm);
        foreach (var other in group.Others(self))
        {
            Tell(other, node => node.OnVoteRequest(this, term, lastIndex, lastTerm));
        }
    }

    private void OnVoteRequest(RaftNode candidate, long term, long lastIndex, long lastTerm)
    {
        // Who hears a leader refuses without looking at the term.
        if (HearsLeader)
        {
            return;
        }

        if (term > Term)
        {
            Adopt(term);
        }
        else if (term < Term && group.AsksFirst)
        {
            var newer = Term;
            Tell(candidate, node => node.OnRefusedVote(newer));
        }

        if (term == Term && IsUpToDate(lastIndex, lastTerm) && (_votedFor == -1 || _votedFor == candidate.Self))
        {
            _votedFor = candidate.Self;
            ResetDeadline();
            Tell(candidate, node => node.OnVote(term, self));
        }
    }

    private bool IsUpToDate(long lastIndex, long lastTerm) => lastTerm > LastTerm || (lastTerm == LastTerm && lastIndex >= _log.Count);

    private void OnVote(long term, int from)
    {
        if (term == Term && _role == Role.Candidate)
        {
            CountVote(from);
        }
    }

    private void OnRefusedVote(long term)
    {
        if (term > Term && _role == Role.Candidate)
        {
            Adopt(term);
        }
    }

    private void CountVote(int from)
    {
        _votes.Add(from);
        if (_role == Role.Candidate && _votes.Count >= Quorum)
        {
            Lead();
        }
    }
}
