namespace Failover.Elections;

/// <summary>Operators' decisions on promotions. The order of the log decides races; who loses is told who won.</summary>
internal static class DecisionRules
{
    public static string? Approve(Transition at, Command.ApproveRequest command)
    {
        var by = command.By;
        if (OperatorRules.Repeated(at, by) is { } repeated)
        {
            return repeated;
        }

        if (Find(at, "approve", command.Election, command.Request, command.Revision, by, out var refusal) is not ({ } election, { } request))
        {
            return refusal;
        }

        if (!ApprovalRules.IsShown(request, command.Candidate))
        {
            return OperatorRules.Reject(
                at, by, "approve", command.Election, $"{command.Candidate.Member} has come back as {command.Candidate} since revision {request.Revision}: look at the next", OperatorOutcome.Stale, request: request.Number);
        }

        if (WhyNoVote(at, election, request, command) is { } why)
        {
            return OperatorRules.Reject(at, by, "approve", command.Election, why, request: request.Number);
        }

        var approvals = request.Approvals.Append(new Approval(command.Candidate.Member, command.Force, by, at.At)).ToArray();
        RequestRules.Change(at, election, request with { Approvals = approvals }, "request-approved", null, by);
        election = at.Election(command.Election)!;
        var needsForce = ElectionRules.WhyNot(at, election, command.Candidate, force: false) is not null;
        var given = ApprovalRules.ApprovalsOf(election.Request!, command.Candidate.Member, needsForce);
        if (given >= election.Policy.Approvals)
        {
            ElectionRules.Begin(at, election, at.State.Find(command.Candidate)!, by, command.Force);
            at.Answer(by, OperatorOutcome.Done, Promoted(at, election.Name), election.Name, election.Term + 1, request.Number);
        }
        else
        {
            at.Answer(
                by,
                OperatorOutcome.Done,
                $"approved {command.Candidate.Member} for {election.Name}: {given} of {election.Policy.Approvals} approvals; other operators must approve revision {request.Revision} of request {request.Number}",
                election.Name,
                election.Term,
                request.Number);
        }

        return null;
    }

    public static string? Reject(Transition at, Command.RejectRequest command)
    {
        if (OperatorRules.Repeated(at, command.By) is { } repeated)
        {
            return repeated;
        }

        if (Find(at, "reject", command.Election, command.Request, command.Revision, command.By, out var refusal) is not ({ } election, { } request))
        {
            return refusal;
        }

        RequestRules.PassOver(at, election, request, "request-rejected", command.By.Reason ?? "rejected", command.By);
        at.Answer(
            command.By,
            OperatorOutcome.Done,
            $"request {request.Number} is rejected: {request.Candidate?.Member ?? "nobody"} is not proposed again during this vacancy",
            election.Name,
            election.Term,
            request.Number);
        return null;
    }

    public static string? Promote(Transition at, Command.PromoteByOperator command)
    {
        var by = command.By;
        if (OperatorRules.Repeated(at, by) is { } repeated)
        {
            return repeated;
        }

        if (at.Election(command.Election) is not { } election)
        {
            return OperatorRules.Reject(at, by, "promote", command.Election, $"there is no election '{command.Election}'", OperatorOutcome.NotFound);
        }

        if (!election.IsVacant || election.Term != command.ExpectedTerm)
        {
            return OperatorRules.Reject(at, by, "promote", command.Election, $"{command.Election} has moved on: {Describe(election)}", OperatorOutcome.Stale);
        }

        if (!by.IsOperator && ApprovalRules.AsksOperators(election.Policy))
        {
            return OperatorRules.Reject(at, by, "promote", command.Election, $"the policy of {election.Name} is {election.Policy.Name}: only an operator promotes");
        }

        if (!ApprovalRules.OneOperatorDecides(election))
        {
            return OperatorRules.Reject(
                at, by, "promote", command.Election, $"the policy of {election.Name} asks for {election.Policy.Approvals} operators: approve its promotion request");
        }

        if (ElectionRules.WhyNot(at, election, command.Candidate, command.Force) is { } why)
        {
            return OperatorRules.Reject(at, by, "promote", command.Election, why, OperatorOutcome.NotEligible);
        }

        ElectionRules.Begin(at, election, at.State.Find(command.Candidate)!, by, command.Force);
        at.Answer(by, OperatorOutcome.Done, Promoted(at, election.Name), election.Name, election.Term + 1);
        return null;
    }

    /// <summary>Where an election is now, for whoever comes late.</summary>
    public static string Describe(ElectionState election) => election.Leader is { } leader
        ? $"{leader.Member} leads in term {election.Term}"
        : $"vacant after term {election.Term}{(election.Request is { } request ? $", with request {request.Number} open in revision {request.Revision}" : "")}";

    private static string Promoted(Transition at, string election) => Describe(at.Election(election)!);

    private static string? WhyNoVote(Transition at, ElectionState election, PromotionRequest request, Command.ApproveRequest command) =>
        !command.By.IsOperator ? "only an operator approves"
        : request.Approvals.Any(approval => approval.By.Actor == command.By.Actor) ? $"{command.By.Actor} has approved revision {request.Revision} already; another operator must"
        : ElectionRules.WhyNot(at, election, command.Candidate, command.Force);

    private static (ElectionState, PromotionRequest)? Find(Transition at, string verb, string name, long number, int revision, OperatorNote by, out string? refusal)
    {
        refusal = null;
        var found = RequestRules.Find(at, name, number);
        if (found is not var (election, request))
        {
            refusal = OperatorRules.Reject(at, by, verb, name, WhyClosed(at.State, name, number), WhyClosedOutcome(at.State, name, number), request: number);
            return null;
        }

        if (request.Revision != revision)
        {
            refusal = OperatorRules.Reject(at, by, verb, name, WhyStale(request, revision), OperatorOutcome.Stale, request: number);
            return null;
        }

        return (election, request);
    }

    public static string WhyStale(PromotionRequest request, int revision) =>
        $"request {request.Number} is in revision {request.Revision} by now, not {revision}: look at its evidence again";

    /// <summary>What became of a request that is not open any more, if it ever was.</summary>
    public static string WhyClosed(ClusterState state, string name, long number)
    {
        if (!state.Elections.TryGetValue(name, out var election))
        {
            return $"there is no election '{name}'";
        }

        var last = state.Audit.Records.LastOrDefault(record => record.Request == number && record.Election == name && !record.Refused);
        return last is null
            ? $"{name} has no request {number}; it is {Describe(election)}"
            : $"request {number} was decided: {last.Verb}{(last.Member is null ? "" : $" {last.Member}")}{(last.Actor is null ? "" : $" by {last.Actor}")}; {name} is now: {Describe(election)}";
    }

    public static OperatorOutcome WhyClosedOutcome(ClusterState state, string name, long number) =>
        !state.Elections.ContainsKey(name) || number <= 0 || number > state.LastRequest ? OperatorOutcome.NotFound : OperatorOutcome.Conflict;
}
