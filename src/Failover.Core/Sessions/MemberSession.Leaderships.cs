using Failover.Elections;

namespace Failover.Sessions;

/// <summary>Rule 5: this member acts only while the applied state names its session and its lease is running.</summary>
internal sealed partial class MemberSession
{
    /// <summary>Whether this member may act as leader in that term.</summary>
    public bool ActsIn(string election, long term, TimeSpan now) =>
        _lease.IsRunning(now) && _acting.TryGetValue(election, out var acting) && acting.Term == term;

    private void Follow(ClusterEvent change, TimeSpan now)
    {
        switch (change)
        {
            case ClusterEvent.SessionClosed closed when closed.Session.Id == Id:
                EndSession($"closed: {closed.Reason}", now);
                break;
            case ClusterEvent.Promoted promoted when promoted.Leader == Id:
                Begin(promoted.Election, promoted.Term, now);
                break;
            case ClusterEvent.Vacated vacated when vacated.Leader == Id:
                Vacated(vacated.Election, vacated.Term, $"vacated: {vacated.Cause}");
                break;
        }
    }

    private void CompareWithState(TimeSpan now)
    {
        if (_lease.Until is not null && !_state.IsOpen(Id) && _state.Members.GetValueOrDefault(Id.Member)?.LastIncarnation >= Id.Incarnation)
        {
            EndSession("closed, as a snapshot shows", now);
            return;
        }

        foreach (var (election, acting) in _acting.ToArray())
        {
            if (!IsNamed(election, acting.Term))
            {
                Vacated(election, acting.Term, "another term was found in the log");
            }
        }

        foreach (var (election, released) in _released.ToArray())
        {
            if (!IsNamed(election, released.Term))
            {
                _released.Remove(election);
            }
        }

        foreach (var election in _state.Elections.Values.Where(election => election.Leader == Id))
        {
            Begin(election.Name, election.Term, now);
        }
    }

    private bool IsNamed(string election, long term) =>
        _state.Elections.TryGetValue(election, out var found) && found.Leader == Id && found.Term == term;

    private void Begin(string election, long term, TimeSpan now)
    {
        var known = (_acting.TryGetValue(election, out var acting) && acting.Term >= term)
            || (_released.TryGetValue(election, out var released) && released.Term >= term);
        if (known || !_lease.IsRunning(now))
        {
            return;
        }

        if (_stopping != Stopping.No)
        {
            var message = new SessionMessage.Released(election, term, VacancyCause.HandedOver, "the member stops", 0);
            _released[election] = message;
            SendIfOpen(message);
            return;
        }

        _acting[election] = new ActingLeadership(term, null);
        Output(new SessionOutput.LeadershipBegan(election, term));
        SendIfOpen(new SessionMessage.Began(election, term));
        if (_askedEarly.Remove(election, out var release) && release.Term == term)
        {
            OnRelease(release);
        }
    }

    private void Vacated(string election, long term, string reason)
    {
        if (_released.TryGetValue(election, out var released) && released.Term == term)
        {
            _released.Remove(election);
        }

        if (_acting.TryGetValue(election, out var acting) && acting.Term == term)
        {
            _acting.Remove(election);
            Output(new SessionOutput.LeadershipEnded(election, term, reason));
        }
    }

    private void OnRelease(SessionMessage.Release release)
    {
        if (_released.TryGetValue(release.Election, out var released) && released.Term == release.Term)
        {
            SendIfOpen(released);
        }
        else if (_acting.TryGetValue(release.Election, out var acting) && acting.Term == release.Term)
        {
            AskRelease(new SessionMessage.Released(release.Election, release.Term, release.Cause, release.Reason, 0));
        }
        else
        {
            // The promotion itself may not have been applied here yet.
            _askedEarly[release.Election] = release;
        }
    }

    private void AskRelease(SessionMessage.Released release)
    {
        if (_acting.TryGetValue(release.Election, out var acting) && acting.Term == release.Term && acting.Release is null)
        {
            _acting[release.Election] = acting with { Release = release };
            Output(new SessionOutput.AskRelease(release.Election, release.Term, release.Reason ?? release.Cause.ToString()));
        }
    }

    /// <summary>Whatever was held under this session is over; the next one is another life of this member.</summary>
    private void EndSession(string reason, TimeSpan now)
    {
        foreach (var (election, acting) in _acting)
        {
            Output(new SessionOutput.LeadershipEnded(election, acting.Term, reason));
        }

        _acting.Clear();
        _released.Clear();
        _askedEarly.Clear();
        _confirmRequests.Clear();
        _lease.Reset();
        Output(new SessionOutput.EndLease(Id, reason));
        Id = Id with { Incarnation = Id.Incarnation + 1 };
        if (_stopping != Stopping.No)
        {
            FinishStopping();
        }
        else if (_phase is Phase.Greeting or Phase.Open)
        {
            _confirmedOnChannel = false;
            Greet(now);
        }
    }

    private void ContinueStopping(TimeSpan now)
    {
        if (_stopping != Stopping.Releasing || _acting.Count > 0 || _released.Count > 0)
        {
            return;
        }

        if (_phase != Phase.Open)
        {
            if (_lease.Until is null)
            {
                FinishStopping();
            }

            return;
        }

        _stopping = Stopping.SaidGoodbye;
        SendIfOpen(new SessionMessage.Goodbye());
    }

    private void FinishStopping()
    {
        if (_stopping != Stopping.Done)
        {
            _stopping = Stopping.Done;
            DropChannel("the member stops");
            Output(new SessionOutput.Stopped());
        }
    }
}
