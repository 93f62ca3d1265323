using System.Collections.Immutable;
using Failover.Elections;
using Failover.Promotion;
using Failover.Sessions;

namespace Failover.Coordination;

/// <summary>The difference between what is and what should be.</summary>
internal sealed partial class Coordinator
{
    private const int EnrolmentsPerCommand = 250;

    private void Decide(TimeSpan now)
    {
        if (_reign is not { } reign)
        {
            return;
        }

        reign.Now = now;
        WakeAt = null;
        Prove(reign, now);
        ProbeDisconnected(reign, now);
        if (reign.InFlight is not null)
        {
            return;
        }

        if (now < reign.ProposeAfter)
        {
            Wake(reign.ProposeAfter);
            return;
        }

        var plan = new Plan(_state, _settings.Self);
        EndSessions(reign, plan, now);
        OpenSessions(reign, plan);
        Enrol(reign, plan);
        NoteFitness(reign, plan);
        TakeReleases(reign, plan);
        AnswerOperators(reign, plan);
        VisitElections(reign, plan, now);
        if (plan.IsEmpty)
        {
            YieldIfUseful(reign, now);
            return;
        }

        reign.InFlight = ++_lastId;
        foreach (var close in plan.Commands.OfType<Command.CloseSession>())
        {
            reign.Closing.Add(close.Id);
        }

        foreach (var open in plan.Commands.OfType<Command.OpenSession>())
        {
            // Opening closes the member's older session.
            if (_state.SessionOf(open.Session.Id.Member) is { } older)
            {
                reign.Closing.Add(older.Id);
            }
        }

        Output(new CoordinatorOutput.Propose(reign.InFlight.Value, reign.RaftTerm, plan.Commands));
    }

    private void Wake(TimeSpan at) => WakeAt = WakeAt is { } earlier && earlier < at ? earlier : at;

    private void ProbeDisconnected(Reign reign, TimeSpan now)
    {
        foreach (var (id, at) in reign.ProbeAgainAt.ToArray())
        {
            if (!MayBeAlive(id) || LinkOf(id) is not null)
            {
                reign.ProbeAgainAt.Remove(id);
            }
            else if (now >= at)
            {
                ProbeForCrash(id);
            }
            else
            {
                Wake(at);
            }
        }
    }

    /// <summary>Rules 3, 4 and 7: certain ends at once, silence after the full wait.</summary>
    private void EndSessions(Reign reign, Plan plan, TimeSpan now)
    {
        foreach (var (id, cause, reason) in reign.Ended.Values.ToArray())
        {
            if (!plan.Add(new Command.CloseSession(id, cause, reason)))
            {
                reign.Ended.Remove(id.Member);
            }
        }

        foreach (var session in OpenSessions())
        {
            var heardAt = reign.HeardAt.GetValueOrDefault(session.Id, reign.Since);
            var expiresAt = (heardAt > reign.Since ? heardAt : reign.Since) + _settings.ExpiryTime;
            if (now < expiresAt)
            {
                Wake(expiresAt);
                continue;
            }

            var cause = session.Deposed is null ? VacancyCause.LeaseExpired : VacancyCause.Operator;
            plan.Add(new Command.CloseSession(session.Id, cause, $"no renewal for {_settings.ExpiryTime.TotalMilliseconds:F0} ms"));
        }
    }

    private static void OpenSessions(Reign reign, Plan plan)
    {
        foreach (var session in reign.Verified.Values.ToArray())
        {
            if (!plan.Add(new Command.OpenSession(session)))
            {
                reign.Verified.Remove(session.Id.Member);
            }
        }
    }

    private static void Enrol(Reign reign, Plan plan)
    {
        // Kept until the log has them, so that a failed proposal loses none.
        reign.Enrolments.RemoveAll(item => plan.State.Find(item.Id) is not { } session || IsEnrolled(plan.State, session, item.Enrolment));
        foreach (var group in reign.Enrolments.GroupBy(item => item.Id))
        {
            foreach (var batch in group.Chunk(EnrolmentsPerCommand).TakeWhile(_ => !plan.IsFull))
            {
                plan.Add(new Command.Enrol(group.Key, [.. batch.Select(item => item.Enrolment)]));
            }
        }
    }

    private static bool IsEnrolled(ClusterState state, SessionState session, Enrolment enrolment) =>
        state.Elections.TryGetValue(enrolment.Election, out var election)
        && election.Candidates.TryGetValue(session.Id.Member, out var candidate)
        && candidate == new Candidate(session.Id.Member, enrolment.Priority, session.Process);

    private static void NoteFitness(Reign reign, Plan plan)
    {
        foreach (var (id, unfit) in reign.Fitness.ToArray())
        {
            plan.Add(new Command.SetFitness(id, unfit));
        }

        reign.Fitness.Clear();
    }

    private static void TakeReleases(Reign reign, Plan plan)
    {
        foreach (var (from, message) in reign.Released.Values.ToArray())
        {
            if (plan.IsFull)
            {
                return;
            }

            if (plan.State.Elections.GetValueOrDefault(message.Election) is not { } election || election.Term < message.Term)
            {
                // The member has applied its promotion earlier than this coordinator.
                continue;
            }

            if (election.Leader != from || !plan.Add(new Command.Vacate(message.Election, message.Term, message.Cause, message.Reason, message.QuarantineMs)))
            {
                reign.Released.Remove(message.Election);
            }
        }
    }

    /// <summary>One pass over all elections: timers, releases that are due, vacancies to fill.</summary>
    private void VisitElections(Reign reign, Plan plan, TimeSpan now)
    {
        CountLeaderships(reign, plan.State);
        foreach (var election in plan.State.Elections.Values)
        {
            if (plan.IsFull)
            {
                return;
            }

            EndTimers(reign, plan, election.Name, now);
            if (election.IsVacant)
            {
                Fill(reign, plan, plan.State.Elections[election.Name], now);
            }
            else
            {
                AskRelease(reign, election.Name, now);
            }
        }
    }

    private static void CountLeaderships(Reign reign, ClusterState state)
    {
        reign.Leaderships.Clear();
        foreach (var election in state.Elections.Values)
        {
            if (election.Leader is { } leader)
            {
                reign.Leaderships[leader.Member] = reign.Leaderships.GetValueOrDefault(leader.Member) + 1;
            }
        }
    }

    /// <summary>Times run for what is in the log: what only the plan knows has yet to begin, and may never.</summary>
    private void EndTimers(Reign reign, Plan plan, string name, TimeSpan now)
    {
        if (!_state.Elections.TryGetValue(name, out var election))
        {
            return;
        }

        foreach (var quarantine in election.Quarantined.Values)
        {
            if (IsOver(reign, ("quarantine", name, $"{quarantine.Member} since {quarantine.Term}"), TimeSpan.FromMilliseconds(quarantine.DurationMs), now))
            {
                plan.Add(new Command.LiftQuarantine(name, quarantine.Member, quarantine.Term));
            }
        }

        if (election.Pause is { DurationMs: { } duration } && plan.State.Elections[name].Pause == election.Pause
            && IsOver(reign, ("pause", election.Name, election.Pause.By.Key), TimeSpan.FromMilliseconds(duration), now))
        {
            plan.Add(new Command.ClearPause(election.Name, null));
        }

        foreach (var term in election.RecentTerms)
        {
            if (IsOver(reign, ("promotion", election.Name, $"{term}"), TimeSpan.FromMilliseconds(election.Policy.WindowMs), now))
            {
                plan.Add(new Command.ForgetPromotion(election.Name, term));
            }
        }

        if (election.HandOver is { } handOver && plan.State.Elections[name].HandOver == handOver)
        {
            EndHandOver(reign, plan, election, handOver, now);
        }
    }

    private void EndHandOver(Reign reign, Plan plan, ElectionState election, HandOver handOver, TimeSpan now)
    {
        if (handOver.Force && election.Leader is { } leader && plan.State.Find(leader) is { Deposed: null }
            && ((LinkOf(leader) is null && !IsGathering(reign, plan.State, election)) || IsOver(reign, ("force", election.Name, handOver.By.Key), _settings.ExpiryTime, now)))
        {
            // Rule 7: a leader that does not release is confirmed no more.
            plan.Add(new Command.Depose(leader, election.Name, handOver.By));
        }

        if (IsOver(reign, ("hand-over", election.Name, handOver.By.Key), _settings.HandOverTimeout, now))
        {
            var missing = election.IsVacant ? "its successor was not promoted" : "it was not released";
            plan.Add(new Command.AbortHandOver(election.Name, election.Term, $"{missing} within {_settings.HandOverTimeout.TotalSeconds:F0} s"));
        }
    }

    /// <summary>Whether something that lasts a while is over, counted from when this coordinator first saw it: late rather than early.</summary>
    private bool IsOver(Reign reign, (string, string, string) what, TimeSpan lasts, TimeSpan now)
    {
        reign.FirstSeen.TryAdd(what, now);
        var end = reign.FirstSeen[what] + lasts;
        return now >= end || !WakeLater(end);
    }

    /// <summary>Better candidates may be on their way: a new election waits for the members, a new coordinator for the sessions.</summary>
    private bool IsSettling(Reign reign, ClusterState state, ElectionState election, Ranking ranking, TimeSpan now)
    {
        if (election.Term == 0)
        {
            return ranking.Eligible.Count < _settings.Members.Count
                && !IsOver(reign, ("first leader", election.Name, ""), _settings.FirstLeaderWait, now);
        }

        return IsGathering(reign, state, election);
    }

    /// <summary>This coordinator is new, and not every candidate that has a session has come to it yet.</summary>
    private bool IsGathering(Reign reign, ClusterState state, ElectionState election)
    {
        var unheard = state.Members.Values.Any(member => member.Session is { } session
            && election.Candidates.ContainsKey(member.Name)
            && (LinkOf(session.Id) is null or { ConfirmedBackAt: null }));
        return unheard && reign.Now < reign.Since + _settings.SettleTime && WakeLater(reign.Since + _settings.SettleTime);
    }

    private bool WakeLater(TimeSpan at)
    {
        Wake(at);
        return true;
    }

    /// <summary>A leader is asked to release for a hand-over, when its member is drained and another could lead, or when it is unfit.</summary>
    private void AskRelease(Reign reign, string name, TimeSpan now)
    {
        // Asked only for what is in the log already: a plan may still fail.
        if (_state.Elections.GetValueOrDefault(name) is not { Leader: { } leader } election
            || WhyRelease(_state, election, leader) is not var (cause, reason)
            || LinkOf(leader) is not { } link)
        {
            return;
        }

        var asked = reign.ReleaseAsked.GetValueOrDefault(name);
        if (asked.Term != election.Term || asked.Channel != link.Channel)
        {
            reign.ReleaseAsked[name] = (election.Term, link.Channel, now);
            Output(new CoordinatorOutput.Send(link.Channel, new SessionMessage.Release(name, election.Term, cause, reason)));
        }
    }

    private (VacancyCause Cause, string Reason)? WhyRelease(ClusterState state, ElectionState election, SessionId leader)
    {
        if (election.HandOver is { } handOver)
        {
            return handOver.IsResignation
                ? (VacancyCause.Operator, handOver.By.Reason ?? $"{handOver.By.Actor} lets it resign")
                : (VacancyCause.HandedOver, handOver.By.Reason ?? $"hand-over asked for by {handOver.By.Actor}");
        }

        if (election.IsForced)
        {
            return null;
        }

        if (state.Find(leader)?.Unfit is { } unfit)
        {
            return (VacancyCause.Unhealthy, unfit);
        }

        var drained = state.Members[leader.Member].Drained;
        return drained is not null && election.Pause is null && Ranking.Of(state, election, this).Eligible.Count > 0
            ? (VacancyCause.HandedOver, $"{leader.Member} is drained by {drained.Actor}")
            : null;
    }
}
