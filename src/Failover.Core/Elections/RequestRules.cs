using Failover.Serialization;
using Failover.Sessions;

namespace Failover.Elections;

/// <summary>The life of a promotion request, but for operators' decisions. Each rule returns why it changes nothing, or null.</summary>
internal static class RequestRules
{
    public static string? Open(Transition at, Command.OpenRequest command)
    {
        if (at.Election(command.Election) is not { IsVacant: true, Request: null, Pause: null } election || election.Term != command.ExpectedTerm)
        {
            return $"{command.Election} is not vacant after term {command.ExpectedTerm}, is paused, or has an open request";
        }

        if (election.PolicyRevision != command.PolicyRevision)
        {
            return $"the policy of {command.Election} has changed";
        }

        if (IsPassedOver(election, command.Candidate))
        {
            return $"{command.Candidate} was passed over meanwhile in {command.Election}";
        }

        var request = new PromotionRequest
        {
            Number = at.NextRequest(),
            Revision = 1,
            Election = election.Name,
            Term = election.Term,
            Why = command.Why,
            Candidate = command.Candidate,
            Evidence = command.Evidence,
            EvidenceDigest = EvidenceDigest.Of(command.Evidence),
            ApprovalsNeeded = election.Policy.Approvals,
            OpenedAt = at.At,
            RevisedAt = at.At,
        };
        Change(at, election, request, "request-opened", command.Why);
        return null;
    }

    public static string? Revise(Transition at, Command.ReviseRequest command)
    {
        if (Find(at, command.Election, command.Request) is not ({ } election, { } request) || request.Revision != command.Revision)
        {
            return $"request {command.Request} of {command.Election} is not open in revision {command.Revision}";
        }

        if (command.Candidate is { } candidate && IsPassedOver(election, candidate))
        {
            return $"{candidate} was passed over meanwhile in {command.Election}";
        }

        var revised = request with
        {
            Revision = request.Revision + 1,
            Why = command.Why,
            Candidate = command.Candidate,
            Evidence = command.Evidence,
            EvidenceDigest = EvidenceDigest.Of(command.Evidence),
            ApprovalsNeeded = election.Policy.Approvals,
            Approvals = [],
            RevisedAt = at.At,
            IsTimedOut = false,
        };
        Change(at, election, revised, "request-revised", command.Why);
        return null;
    }

    public static string? Withdraw(Transition at, Command.CloseRequest command)
    {
        if (Find(at, command.Election, command.Request) is not ({ } election, { } request))
        {
            return $"request {command.Request} of {command.Election} is not open";
        }

        Close(at, election, request, "request-withdrawn", command.Reason);
        return null;
    }

    public static string? TimeOut(Transition at, Command.TimeOutRequest command)
    {
        if (Find(at, command.Election, command.Request) is not ({ } election, { } request) || request.IsEscalated || request.IsTimedOut)
        {
            return $"request {command.Request} of {command.Election} is not open, or its time was over before";
        }

        if (election.PolicyRevision != command.PolicyRevision)
        {
            return $"the policy of {command.Election} has changed";
        }

        const string Why = "nobody decided in time";
        switch (election.Policy.OnRequestTimeout)
        {
            case RequestTimeoutAction.Withdraw:
                PassOver(at, election, request, "request-withdrawn", Why, null);
                break;
            case RequestTimeoutAction.Promote when request.Candidate is not null:
                Change(at, election, request with { IsTimedOut = true }, "request-timed-out", Why);
                break;
            default:
                Change(at, election, request with { IsEscalated = true }, "request-escalated", Why);
                break;
        }

        return null;
    }

    /// <summary>Closes a request, and does not propose those that could have been chosen again during this vacancy.</summary>
    public static void PassOver(Transition at, ElectionState election, PromotionRequest request, string verb, string reason, OperatorNote? by)
    {
        var sessions = by is null
            ? request.Evidence.Candidates.Where(candidate => candidate is { Rank: not null, Session: not null }).Select(candidate => candidate.Session!.Value)
            : request.Candidate is { } candidate ? [candidate] : [];
        var said = by is null ? reason : $"rejected by {by.Actor}: {by.Reason}";
        var passed = election.PassedOver.AddRange(sessions
            .Where(session => election.PassedOver.All(known => known.Session != session))
            .Select(session => new PassedOver(session, said)));
        Close(at, election with { PassedOver = passed }, request, verb, reason, by);
    }

    private static bool IsPassedOver(ElectionState election, SessionId session) => election.PassedOver.Any(passed => passed.Session == session);

    public static (ElectionState Election, PromotionRequest Request)? Find(Transition at, string name, long number) =>
        at.Election(name) is { Request: { } request } election && request.Number == number ? (election, request) : null;

    public static void Change(Transition at, ElectionState election, PromotionRequest request, string what, string? reason, OperatorNote? by = null)
    {
        at.Set(election with { Request = request });
        at.Emit(new ClusterEvent.RequestChanged(request, what));
        at.Audit(what, election.Name, request.Candidate?.ToString(), request.Term, election.Cause, by, reason, about: request, from: election.Last?.Leader.ToString());
    }

    private static void Close(Transition at, ElectionState election, PromotionRequest request, string how, string? reason, OperatorNote? by = null)
    {
        at.Set(election with { Request = null });
        at.Emit(new ClusterEvent.RequestClosed(request, how));
        at.Audit(how, election.Name, request.Candidate?.ToString(), request.Term, election.Cause, by, reason, about: request, from: election.Last?.Leader.ToString());
    }
}
