using Failover.Elections;
using Failover.Promotion;
using Failover.Sessions;

namespace Failover.Coordination;

/// <summary>Vacancies: whom to promote, when to ask operators, and with which evidence.</summary>
internal sealed partial class Coordinator
{
    /// <summary>The application's policy has decided, or failed: then an operator decides, and is told why.</summary>
    public void Consulted(long id, PromotionVerdict verdict, TimeSpan now)
    {
        if (_reign is not { } reign)
        {
            return;
        }

        foreach (var (election, consultation) in reign.Consultations.Where(pair => pair.Value.Id == id).ToArray())
        {
            reign.Consultations[election] = consultation with { Answer = verdict };
        }

        Decide(now);
    }

    private void Fill(Reign reign, Plan plan, ElectionState election, TimeSpan now)
    {
        reign.Waiting.Remove(election.Name);
        if (election.Pause is { } pause)
        {
            reign.Waiting[election.Name] = $"it is paused by {pause.By.Actor}";
            GiveUpHandOver(plan, election, $"{election.Name} was paused by {pause.By.Actor} before a successor was promoted");
            return;
        }

        var ranking = Ranking.Of(plan.State, election, this);
        if ((ranking.Eligible.Count > 0 || election.Request is not null) && IsSettling(reign, plan.State, election, ranking, now))
        {
            reign.Waiting[election.Name] = "members may yet come that are better candidates";
            return;
        }

        election = DropLostHandOver(plan, election, ranking);
        switch (Decide(reign, plan.State, election, ranking, now))
        {
            case PromotionDecision.Promote promote:
                Promote(reign, plan, election, promote);
                break;
            case PromotionDecision.Ask ask:
                // The policy may have changed since the leader was asked to release: a hand-over does not wait for approvals.
                election = GiveUpHandOver(plan, election, $"its successor needs approval: {ask.Why}");
                AskOperators(reign, plan, election, ranking, ask, now);
                break;
            case PromotionDecision.Wait wait:
                reign.Waiting[election.Name] = wait.Reason;
                if (wait.IsFinal && election.Request is { } unwanted)
                {
                    plan.Add(new Command.CloseRequest(election.Name, unwanted.Number, wait.Reason));
                    return;
                }

                Review(reign, plan, election, ranking, null, wait.Reason, now);
                break;
        }
    }

    private static void Promote(Reign reign, Plan plan, ElectionState election, PromotionDecision.Promote promote)
    {
        if (plan.Add(new Command.Promote(election.Name, election.Term, promote.Session, promote.AllowedBy)))
        {
            var member = promote.Session.Member;
            reign.Leaderships[member] = reign.Leaderships.GetValueOrDefault(member) + 1;
        }
    }

    /// <summary>Where operators decide, a hand-over ends with its target: nobody else was approved.</summary>
    private static ElectionState DropLostHandOver(Plan plan, ElectionState election, Ranking ranking)
    {
        if (election is not { HandOver: { Target: { } target, Force: false }, Policy.Name: not PromotionPolicy.AutomaticName }
            || ranking.WhyNot(target) is not { } exclusion)
        {
            return election;
        }

        return GiveUpHandOver(plan, election, $"{target} can not be promoted any more: {exclusion.Reason}");
    }

    /// <summary>A hand-over that can not promote now ends and its operator is told; the vacant seat is then filled as any other.</summary>
    private static ElectionState GiveUpHandOver(Plan plan, ElectionState election, string reason)
    {
        if (election.HandOver is not null)
        {
            plan.Add(new Command.AbortHandOver(election.Name, election.Term, reason));
        }

        return plan.State.Elections[election.Name];
    }

    private PromotionDecision Decide(Reign reign, ClusterState state, ElectionState election, Ranking ranking, TimeSpan now)
    {
        if (election.HandOver is { Force: true, Target: { } forced } && ranking.WhyNot(forced) is { CanForce: true })
        {
            return new PromotionDecision.Promote(state.SessionOf(forced)!.Id);
        }

        var decision = PromotionRules.Decide(state, election, ranking);
        return decision is PromotionDecision.Consult ? Consult(reign, state, election, ranking, now) : decision;
    }

    private PromotionDecision Consult(Reign reign, ClusterState state, ElectionState election, Ranking ranking, TimeSpan now)
    {
        if (!HasLooked(reign, election, now))
        {
            return WhileUndecided(election, ranking, "the members look for the old leader");
        }

        var candidates = PromotionRules.InOrder(election, ranking);
        var about = $"{election.Term} {election.PolicyRevision} {string.Join(' ', candidates.Select(candidate => candidate.Session))}";
        if (reign.Consultations.GetValueOrDefault(election.Name) is not { } consultation || consultation.About != about)
        {
            consultation = new Consultation(++_lastId, about, null);
            reign.Consultations[election.Name] = consultation;
            var context = new PromotionContext(election.Name, election.Term, EvidenceOf(reign, state, election, ranking), election.History);
            Output(new CoordinatorOutput.Consult(consultation.Id, election.Policy.Name, context));
        }

        return consultation.Answer switch
        {
            null => WhileUndecided(election, ranking, $"the policy '{election.Policy.Name}' is deciding"),
            { Kind: PromotionVerdictKind.Wait } verdict => new PromotionDecision.Wait(verdict.Reason ?? "its policy waits", IsFinal: true),
            { Kind: PromotionVerdictKind.RequireApproval } verdict => PromotionRules.Propose(state, election, candidates, verdict.Reason),
            { } verdict => candidates.FirstOrDefault(candidate => candidate.Session.Member == (verdict.Member ?? candidate.Session.Member)) is { } chosen
                ? new PromotionDecision.Promote(chosen.Session, election.PolicyRevision)
                : PromotionRules.Propose(state, election, candidates, $"its policy chose {verdict.Member}, which can not be promoted: {ranking.WhyNot(verdict.Member!)?.Reason}"),
        };
    }

    /// <summary>A request that is open stands meanwhile, as long as its candidate could be promoted.</summary>
    private static PromotionDecision WhileUndecided(ElectionState election, Ranking ranking, string reason) =>
        election.Request is { Candidate: { } proposed } request && ranking.Eligible.Any(candidate => candidate.Session == proposed)
            ? new PromotionDecision.Ask(proposed, request.Why)
            : new PromotionDecision.Wait(reason);

    private void AskOperators(Reign reign, Plan plan, ElectionState election, Ranking ranking, PromotionDecision.Ask ask, TimeSpan now)
    {
        if (election.Request is not null)
        {
            Review(reign, plan, election, ranking, ask.Session, ask.Why, now);
        }
        else if (HasLooked(reign, election, now))
        {
            plan.Add(new Command.OpenRequest(
                election.Name, election.Term, election.PolicyRevision, ask.Session, ask.Why, EvidenceOf(reign, plan.State, election, ranking)));
        }
    }

    /// <summary>An open request times out, or gets a new revision when its evidence changed materially.</summary>
    private void Review(Reign reign, Plan plan, ElectionState election, Ranking ranking, SessionId? candidate, string why, TimeSpan now)
    {
        // Times run for what is in the log: what only the plan knows has yet to begin, and may never.
        if (election.Request is not { } request || _state.Elections.GetValueOrDefault(election.Name) is not { } committed || committed.Request?.Number != request.Number)
        {
            return;
        }

        var given = request.Candidate is { Member: var proposed } ? ApprovalRules.ApprovalsOf(request, proposed) : 0;
        reign.Waiting[election.Name] = $"request {request.Number} waits for {request.ApprovalsNeeded - given} more approval(s): {request.Why}";
        if (election.Policy.RequestTimeoutMs is { } timeout && request is { IsEscalated: false, IsTimedOut: false }
            && committed.PolicyRevision == election.PolicyRevision
            && IsOver(reign, ("request", election.Name, $"{request.Number} under {election.PolicyRevision}"), TimeSpan.FromMilliseconds(timeout), now))
        {
            plan.Add(new Command.TimeOutRequest(election.Name, request.Number, election.PolicyRevision));
            return;
        }

        if (!HasLooked(reign, election, now))
        {
            return;
        }

        var evidence = EvidenceOf(reign, plan.State, election, ranking);
        var changed = Material(candidate, why, evidence) != Material(request.Candidate, request.Why, request.Evidence)
            || request.ApprovalsNeeded != election.Policy.Approvals;
        if (changed && committed.Request.Revision == request.Revision && IsOver(reign, ("revision", election.Name, $"{request.Number}.{request.Revision}"), _settings.RevisionTime, now))
        {
            plan.Add(new Command.ReviseRequest(election.Name, request.Number, request.Revision, candidate, why, evidence));
        }
    }

    /// <summary>What must stay the same for an approval to mean what it meant.</summary>
    private static string Material(SessionId? candidate, string why, Evidence evidence)
    {
        var eligible = evidence.Candidates.Where(report => report.Rank is not null).Select(report => $"{report.Session}").Order(StringComparer.Ordinal);
        return $"{candidate} {why} {evidence.OldLeader} {evidence.LeaseHasRunOut} {evidence.OldLeaderAddress} {string.Join(' ', eligible)}";
    }

    private Evidence EvidenceOf(Reign reign, ClusterState state, ElectionState election, Ranking ranking)
    {
        var old = election.Last?.Leader;
        var round = old is { } leader ? reign.Looks.GetValueOrDefault(leader.Member) : null;
        return new Evidence
        {
            Cause = election.Cause,
            OldLeader = old,
            LeaseHasRunOut = old is not { } session || !state.IsOpen(session) || election.IsVacant,
            OldLeaderAddress = round?.Verdict ?? Reachability.Unknown,
            Sightings = [.. round?.Sightings.Values ?? Enumerable.Empty<Sighting>()],
            Candidates = ranking.Report(state, election, this),
            Connected = Connected,
            Quorum = Quorum,
            Members = _settings.Members.Count,
            RecentPromotions = election.History[Math.Max(0, election.History.Length - 5)..],
        };
    }

    /// <summary>Whether the members have looked for the old leader, or had the time to; asks them to, and now and then again.</summary>
    private bool HasLooked(Reign reign, ElectionState election, TimeSpan now)
    {
        if (election.Last?.Leader.Member is not { } member)
        {
            return true;
        }

        if (_state.Elections.GetValueOrDefault(election.Name) is { IsVacant: false })
        {
            // Its end is only being proposed: what is seen now would be no evidence of it.
            return false;
        }

        if (!reign.Looks.TryGetValue(member, out var round))
        {
            reign.Looks[member] = round = new LookRound(now, SendLooks(member));
        }
        else if (now >= round.AskedAt + _settings.LookInterval)
        {
            // What was seen before stands until it is seen anew.
            round.AskedAt = now;
            SendLooks(member);
        }

        Wake(round.AskedAt + _settings.LookInterval);
        return round.Missing <= 0 || now >= round.AskedAt + _settings.LookTimeout || !WakeLater(round.AskedAt + _settings.LookTimeout);
    }

    private int SendLooks(string member)
    {
        var asked = 0;
        foreach (var link in _links.Values.Where(link => link.IsWelcome && link.Id.Member != member))
        {
            asked++;
            Output(new CoordinatorOutput.Send(link.Channel, new SessionMessage.Look(member)));
        }

        return asked;
    }

    private static void NoteSeen(Reign reign, Link link, SessionMessage.Seen seen)
    {
        if (reign.Looks.TryGetValue(seen.Member, out var round))
        {
            round.Note(new Sighting(link.Id.Member, seen.Address, seen.HeardMsAgo));
        }
    }
}
