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
            var quarantine = new Quarantine(leader.Member, command.Cause, command.QuarantineMs);
            election = election with { Quarantined = election.Quarantined.SetItem(leader.Member, quarantine) };
        }

        Vacate(at, election, command.Cause, command.Reason);
        return null;
    }

    public static void Vacate(Transition at, ElectionState election, VacancyCause cause, string? reason)
    {
        var leader = election.Leader!.Value;
        at.Set(election with { Leader = null, Cause = cause, Since = at.At });
        at.Emit(new ClusterEvent.Vacated(election.Name, election.Term, leader, cause, at.At, reason));
        at.Audit("vacated", election.Name, leader.ToString(), election.Term, cause, reason: reason);
    }

    /// <summary>Rule 9: the next term, for a session that may lead.</summary>
    public static string? Promote(Transition at, Command.Promote command)
    {
        if (at.Election(command.Election) is not { IsVacant: true } election || election.Term != command.ExpectedTerm)
        {
            return $"{command.Election} is not vacant after term {command.ExpectedTerm}";
        }

        if (WhyNot(at, election, command) is { } refusal)
        {
            return refusal;
        }

        var term = election.Term + 1;
        var record = new TermRecord(term, command.Leader, election.Cause, at.At);
        var kept = election.History.Length < ElectionState.HistoryLength ? election.History : election.History.RemoveAt(0);
        at.Set(election with { Leader = command.Leader, Term = term, Since = at.At, History = kept.Add(record), HandOver = null });
        at.Emit(new ClusterEvent.Promoted(election.Name, term, command.Leader, election.Cause, at.At, at.At - election.Since));
        at.Audit("promoted", election.Name, command.Leader.ToString(), term, election.Cause, election.HandOver?.By);
        if (election.HandOver is { } handOver)
        {
            AnswerHandOver(at, handOver, election.Name, term, command.Leader.Member);
        }

        return null;
    }

    public static string? LiftQuarantine(Transition at, Command.LiftQuarantine command)
    {
        if (at.Election(command.Election) is not { } election || !election.Quarantined.ContainsKey(command.Member))
        {
            return $"{command.Member} is not quarantined in {command.Election}";
        }

        at.Set(election with { Quarantined = election.Quarantined.Remove(command.Member) });
        return null;
    }

    private static string? WhyNot(Transition at, ElectionState election, Command.Promote command)
    {
        var name = command.Leader.Member;
        return at.State.Find(command.Leader) switch
        {
            null => $"session {command.Leader} is not open",
            { Deposed: not null } => $"session {command.Leader} is deposed",
            { Unfit: not null } => $"{name} is unfit",
            _ when election.Pause is not null => $"{election.Name} is paused",
            _ when !election.Candidates.ContainsKey(name) => $"{name} is no candidate of {election.Name}",
            _ when at.Member(name).Drained is not null => $"{name} is drained",
            _ when election.Quarantined.ContainsKey(name) => $"{name} is quarantined in {election.Name}",
            _ => null,
        };
    }

    private static void AnswerHandOver(Transition at, HandOver handOver, string election, long term, string promoted)
    {
        var asAsked = promoted == (handOver.Target ?? promoted) && promoted != handOver.From;
        var message = asAsked
            ? $"{promoted} leads {election} in term {term}"
            : $"{handOver.Target ?? "another member"} could not be promoted any more; {promoted} leads {election} in term {term}";
        at.Answer(handOver.By, asAsked ? OperatorOutcome.Done : OperatorOutcome.Conflict, message, election, term);
    }
}
