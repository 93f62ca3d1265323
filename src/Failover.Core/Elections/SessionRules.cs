using Failover.Sessions;

namespace Failover.Elections;

/// <summary>How sessions and enrolments change. Each rule returns why it changes nothing, or null.</summary>
internal static class SessionRules
{
    public static string? Open(Transition at, Command.OpenSession command)
    {
        var session = command.Session;
        var member = at.Member(session.Id.Member);
        if (session.Id.Incarnation <= member.LastIncarnation)
        {
            return $"incarnation {session.Id.Incarnation} is not above {member.LastIncarnation}";
        }

        if (member.Session is { } old)
        {
            End(at, old, VacancyCause.SessionReplaced, $"{session.Id} opened");
        }

        at.Set(at.Member(session.Id.Member) with { Session = session, LastIncarnation = session.Id.Incarnation });
        at.Emit(new ClusterEvent.SessionOpened(session));
        at.Audit("session-opened", member: session.Id.ToString());
        return null;
    }

    public static string? Close(Transition at, Command.CloseSession command)
    {
        if (at.State.Find(command.Id) is not { } session)
        {
            return $"session {command.Id} is not open";
        }

        End(at, session, command.Cause, command.Reason);
        return null;
    }

    public static string? Enrol(Transition at, Command.Enrol command)
    {
        if (at.State.Find(command.Id) is not { } session)
        {
            return $"session {command.Id} is not open";
        }

        foreach (var enrolment in command.Enrolments)
        {
            var election = at.Election(enrolment.Election)
                ?? new ElectionState { Name = enrolment.Election, Policy = enrolment.Policy, Since = at.At };
            var candidate = new Candidate(command.Id.Member, enrolment.Priority, session.Process);
            at.Set(election with { Candidates = election.Candidates.SetItem(candidate.Member, candidate) });
        }

        return null;
    }

    public static string? SetFitness(Transition at, Command.SetFitness command)
    {
        if (at.State.Find(command.Id) is not { } session)
        {
            return $"session {command.Id} is not open";
        }

        at.Set(at.Member(command.Id.Member) with { Session = session with { Unfit = command.Unfit } });
        at.Audit(command.Unfit is null ? "fit" : "unfit", member: command.Id.ToString(), reason: command.Unfit);
        return null;
    }

    public static string? Depose(Transition at, Command.Depose command)
    {
        if (at.IsRepetition(command.By))
        {
            return $"command {command.By.Key} was answered before";
        }

        if (at.State.Find(command.Id) is not { } session)
        {
            at.Answer(command.By, OperatorOutcome.Conflict, $"session {command.Id} has ended already", command.Election);
            return $"session {command.Id} is not open";
        }

        at.Set(at.Member(command.Id.Member) with { Session = session with { Deposed = command.By.Reason ?? "deposed" } });
        at.Audit("deposed", command.Election, command.Id.ToString(), by: command.By);
        if (command.Election is null || at.Election(command.Election)?.HandOver?.By.Key != command.By.Key)
        {
            // In a hand-over by force the answer comes with the successor.
            at.Answer(command.By, OperatorOutcome.Done, $"session {command.Id} is deposed", command.Election);
        }

        return null;
    }

    /// <summary>Closes a session and vacates what it led: no ghost is left behind. That of a deposed one is vacant because an operator wanted it.</summary>
    private static void End(Transition at, SessionState session, VacancyCause cause, string reason)
    {
        cause = session.Deposed is null ? cause : VacancyCause.Operator;
        at.Set(at.Member(session.Id.Member) with { Session = null });
        at.Emit(new ClusterEvent.SessionClosed(session, cause, reason));
        at.Audit("session-closed", member: session.Id.ToString(), cause: cause, reason: reason);
        foreach (var election in at.State.Elections.Values.Where(election => election.Leader == session.Id))
        {
            ElectionRules.Vacate(at, election, cause, reason);
        }
    }
}
