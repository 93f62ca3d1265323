using Failover.Sessions;

namespace Failover.Elections;

/// <summary>How leaderships begin and end. Each rule returns why it changes nothing, or null.</summary>
internal static class ElectionRules
{
    public static string? Vacate(Transition at, Command.Vacate command)
    {
        if (at.Election(command.Election) is not { Leader: { } leader } election || election.Term != command.Term)
        {
            return $"nobody leads {command.Election} in term {command.Term}";
        }

        if (command.QuarantineMs > 0)
        {
            election = Quarantine(election, leader.Member, command.Cause, command.QuarantineMs);
        }

        Vacate(at, election, command.Cause, command.Reason);
        return null;
    }

    public static void Vacate(Transition at, ElectionState election, VacancyCause cause, string? reason)
    {
        var leader = election.Leader!.Value;
        var resignation = election.HandOver is { IsResignation: true } asked ? asked : null;
        if (resignation is not null)
        {
            // Also where the leader crashed before it could: its end was wanted.
            cause = VacancyCause.Operator;
            election = Quarantine(election, leader.Member, cause, resignation.QuarantineMs) with { HandOver = null };
        }

        at.Set(election with { Leader = null, Cause = cause, Since = at.At });
        at.Emit(new ClusterEvent.Vacated(election.Name, election.Term, leader, cause, at.At, reason));
        at.Audit("vacated", election.Name, leader.ToString(), election.Term, cause, resignation?.By, reason);
        if (resignation is not null)
        {
            at.Answer(resignation.By, OperatorOutcome.Done, $"{leader.Member} no longer leads {election.Name}; its term {election.Term} is over", election.Name, election.Term);
        }
    }

    /// <summary>Rule 9: the next term, for a session that may lead, with the approvals that the policy asks for.</summary>
    public static string? Promote(Transition at, Command.Promote command)
    {
        if (at.Election(command.Election) is not { IsVacant: true } election || election.Term != command.ExpectedTerm)
        {
            return $"{command.Election} is not vacant after term {command.ExpectedTerm}";
        }

        var force = election.HandOver is { Force: true } handOver && handOver.Target == command.Leader.Member;
        if (WhyNot(at, election, command.Leader, force) is { } refusal)
        {
            return refusal;
        }

        var session = at.State.Find(command.Leader)!;
        if (ApprovalRules.WhyNotApproved(election, session, command.AllowedBy) is { } unapproved)
        {
            return unapproved;
        }

        Begin(at, election, session, election.HandOver?.By, force);
        return null;
    }

    /// <summary>Begins the next term for a session about which everything has been asked.</summary>
    public static void Begin(Transition at, ElectionState election, SessionState session, OperatorNote? by, bool force)
    {
        var term = election.Term + 1;
        var vacancy = at.At - election.Since;
        var record = new TermRecord(term, session.Id, election.Cause, at.At) { Labels = session.Labels, VacantMs = vacancy.TotalMilliseconds };
        var kept = election.History.Length < ElectionState.HistoryLength ? election.History : election.History.RemoveAt(0);
        var counts = election.Policy is { Name: PromotionPolicy.WithinLimitsName, MostPromotions: not null } && by is not { IsOperator: true };
        at.Set(election with
        {
            Leader = session.Id,
            Term = term,
            Since = at.At,
            History = kept.Add(record),
            HandOver = null,
            Request = null,
            PassedOver = [],
            RecentTerms = counts && election.Term > 0 ? election.RecentTerms.Add(term) : election.RecentTerms,
            IsForced = force,
        });
        at.Emit(new ClusterEvent.Promoted(election.Name, term, session.Id, election.Cause, at.At, vacancy));
        at.Audit(
            "promoted",
            election.Name,
            session.Id.ToString(),
            term,
            election.Cause,
            by,
            from: election.Last?.Leader.ToString(),
            about: election.Request,
            detail: force ? "by force" : null,
            vacantMs: vacancy.TotalMilliseconds);
        if (election.Request is { } request)
        {
            at.Emit(new ClusterEvent.RequestClosed(request, HowClosed(request, session.Id, by)));
        }

        if (election.HandOver is { } handOver)
        {
            AnswerHandOver(at, handOver, election.Name, term, session.Id.Member);
        }
    }

    public static string? ForgetPromotion(Transition at, Command.ForgetPromotion command)
    {
        if (at.Election(command.Election) is not { } election || !election.RecentTerms.Contains(command.Term))
        {
            return $"term {command.Term} of {command.Election} does not count any more";
        }

        at.Set(election with { RecentTerms = election.RecentTerms.Remove(command.Term) });
        return null;
    }

    public static string? LiftQuarantine(Transition at, Command.LiftQuarantine command)
    {
        if (at.Election(command.Election) is not { } election || election.Quarantined.GetValueOrDefault(command.Member)?.Term != command.Term)
        {
            return $"{command.Member} is not quarantined in {command.Election} since term {command.Term}";
        }

        at.Set(election with { Quarantined = election.Quarantined.Remove(command.Member) });
        return null;
    }

    /// <summary>What the log has against a session as leader, or null. Force overrides what is a matter of judgement.</summary>
    public static string? WhyNot(Transition at, ElectionState election, SessionId session, bool force)
    {
        var name = session.Member;
        return at.State.Find(session) switch
        {
            null => $"session {session} is not open",
            { Deposed: not null } => $"session {session} is deposed",
            _ when election.Pause is { } pause => $"{election.Name} is paused by {pause.By.Actor}",
            _ when !election.Candidates.ContainsKey(name) => $"{name} is no candidate of {election.Name}",
            _ when force => null,
            { Unfit: not null } => $"{name} is unfit",
            _ when at.Member(name).Drained is not null => $"{name} is drained",
            _ when election.Quarantined.ContainsKey(name) => $"{name} is quarantined in {election.Name}",
            _ => null,
        };
    }

    private static string HowClosed(PromotionRequest request, SessionId leader, OperatorNote? by) =>
        by is not null ? request.Approvals.Any(approval => approval.By.Key == by.Key) ? "approved" : "promoted by an operator"
        : request.IsTimedOut && request.Candidate == leader ? "timed out"
        : "promoted by its policy";

    private static ElectionState Quarantine(ElectionState election, string member, VacancyCause cause, int milliseconds) => milliseconds > 0
        ? election with { Quarantined = election.Quarantined.SetItem(member, new Quarantine(member, cause, milliseconds) { Term = election.Term }) }
        : election;

    private static void AnswerHandOver(Transition at, HandOver handOver, string election, long term, string promoted)
    {
        var asAsked = promoted == (handOver.Target ?? promoted) && promoted != handOver.From;
        var message = asAsked
            ? $"{promoted} leads {election} in term {term}"
            : $"{handOver.Target ?? "another member"} could not be promoted any more; {promoted} leads {election} in term {term}";
        at.Answer(handOver.By, asAsked ? OperatorOutcome.Done : OperatorOutcome.Conflict, message, election, term);
    }
}
