using Failover.Elections;
using Failover.Promotion;
using Failover.Sessions;

namespace Failover.Coordination;

/// <summary>What operators ask. Each command is answered once it is in the log, and its repetition gets the same answer.</summary>
internal sealed partial class Coordinator
{
    private void AnswerOperators(Reign reign, Plan plan)
    {
        foreach (var (key, ask) in reign.Asks.ToArray())
        {
            if (ask.Command.DryRun)
            {
                Answer(reign, key, Rehearse(plan.State, ask.Command));
            }
            else if (_state.Results.TryGetValue(key, out var result))
            {
                Answer(reign, key, result);
            }
            else
            {
                foreach (var command in ToCommands(plan.State, ask.Command))
                {
                    plan.Add(command);
                }
            }
        }
    }

    private void Answer(Reign reign, string key, OperatorResult result)
    {
        if (reign.Asks.Remove(key, out var ask))
        {
            foreach (var (channel, answer) in ask.Answers(result))
            {
                Output(new CoordinatorOutput.Send(channel, new SessionMessage.Answer(answer)));
            }
        }
    }

    /// <summary>What would come of a command, by trying it on a copy of the state.</summary>
    private OperatorResult Rehearse(ClusterState state, OperatorCommand command)
    {
        var commands = ToCommands(state, command).ToArray();
        var tried = StateMachine.Apply(state, state.Index, 0, new LogEntry(_settings.Self, default, [.. commands]));
        var answer = tried.Events.OfType<ClusterEvent.OperatorAnswered>().Select(answered => answered.Result).LastOrDefault(result => result.Key == command.By.Key);
        var began = tried.Events.OfType<ClusterEvent.HandOverBegan>().FirstOrDefault();
        answer ??= began is not null
            ? new OperatorResult(command.By.Key, OperatorOutcome.Done, DescribeHandOver(state, began), began.Election, began.Term)
            : new OperatorResult(command.By.Key, OperatorOutcome.Conflict, "it is under way already, or the candidates have yet to come to this coordinator", command.About);
        return answer with { IsDryRun = true, Message = answer.Done ? $"would be done: {answer.Message}{Consequences(state, command)}" : answer.Message };
    }

    private string DescribeHandOver(ClusterState state, ClusterEvent.HandOverBegan began)
    {
        if (began.HandOver.IsResignation)
        {
            return $"{began.HandOver.From} is asked to release {began.Election}; then its policy {state.Elections[began.Election].Policy.Name} decides";
        }

        var election = state.Elections[began.Election] with { HandOver = began.HandOver };
        var next = began.HandOver.Target ?? PromotionRules.InOrder(election, Ranking.Of(state, election, this)).Select(candidate => candidate.Session.Member).FirstOrDefault();
        return $"{began.HandOver.From} is asked to release {began.Election}, then {next} leads in term {began.Term + 1}";
    }

    private static string Consequences(ClusterState state, OperatorCommand command)
    {
        if (command is not OperatorCommand.DrainMember drain)
        {
            return "";
        }

        var led = state.Elections.Values.Where(election => election.Leader?.Member == drain.Member).Select(election => election.Name).ToArray();
        return led.Length == 0 ? "; it leads nothing" : $"; it leads {string.Join(", ", led.Take(10))}{(led.Length > 10 ? " …" : "")}, and would release that";
    }

    /// <summary>The log commands for an operator's; none where it is under way already.</summary>
    private IEnumerable<Command> ToCommands(ClusterState state, OperatorCommand command)
    {
        if (command.About is { } election && command is not OperatorCommand.NoteRefusal && !state.Elections.ContainsKey(election))
        {
            return [Refuse(command, OperatorOutcome.NotFound, $"there is no election '{election}'; there are {ListElections(state)}")];
        }

        return command switch
        {
            OperatorCommand.Approve c => Approve(state, c) is { } approval ? [approval] : [],
            OperatorCommand.Reject c => [new Command.RejectRequest(c.Election, c.Request, c.Revision, c.By)],
            OperatorCommand.PromoteMember c => Promote(state, c),
            OperatorCommand.HandOverLeadership c => HandOver(state, c) is { } handOver ? [handOver] : [],
            OperatorCommand.ResignLeader c => Resign(state, c) is { } resignation ? [resignation] : [],
            OperatorCommand.DeposeLeader c => [Depose(state, c)],
            OperatorCommand.DrainMember c when !_settings.Members.Contains(c.Member) => [UnknownMember(c, c.Member)],
            OperatorCommand.DrainMember c => [new Command.Drain(c.Member, c.By)],
            OperatorCommand.UndrainMember c when !_settings.Members.Contains(c.Member) => [UnknownMember(c, c.Member)],
            OperatorCommand.UndrainMember c => [new Command.Undrain(c.Member, c.By)],
            OperatorCommand.PauseElection c => [new Command.SetPause(c.Election, c.By, c.DurationMs)],
            OperatorCommand.ResumeElection c => [new Command.ClearPause(c.Election, c.By)],
            OperatorCommand.SetPolicy c => [new Command.ChangePolicy(c.Election, c.Policy, c.By) { ExpectedRevision = c.ExpectedRevision }],
            OperatorCommand.RecordDrill c => [new Command.NoteDrill(c.Election, c.From, c.To, [.. c.GapsMs], c.By)],
            OperatorCommand.NoteRefusal c => [new Command.Refuse(c.Election, c.By, c.Message) { Outcome = OperatorOutcome.Invalid, Verb = c.Verb, Field = c.Field }],
            _ => [Refuse(command, OperatorOutcome.Invalid, $"unknown command {command.GetType().Name}")],
        };
    }

    private static Command.Refuse Refuse(OperatorCommand command, OperatorOutcome outcome, string message, string? field = null, long request = 0) =>
        new(command.About, command.By, message) { Outcome = outcome, Verb = VerbOf(command), Field = field, Request = request };

    /// <summary>The command as operators call it.</summary>
    public static string VerbOf(OperatorCommand command) => command switch
    {
        OperatorCommand.Approve => "approve",
        OperatorCommand.Reject => "reject",
        OperatorCommand.PromoteMember => "promote",
        OperatorCommand.HandOverLeadership => "hand-over",
        OperatorCommand.ResignLeader => "resign",
        OperatorCommand.DeposeLeader => "depose",
        OperatorCommand.DrainMember => "drain",
        OperatorCommand.UndrainMember => "undrain",
        OperatorCommand.PauseElection => "pause",
        OperatorCommand.ResumeElection => "resume",
        OperatorCommand.SetPolicy => "policy",
        OperatorCommand.RecordDrill => "drill",
        _ => "command",
    };

    private static string ListElections(ClusterState state) => state.Elections.Count == 0
        ? "none yet"
        : string.Join(", ", state.Elections.Keys.Take(10)) + (state.Elections.Count > 10 ? " …" : "");

    private Command.Refuse UnknownMember(OperatorCommand command, string member) =>
        Refuse(command, OperatorOutcome.NotFound, $"'{member}' is no member; the members are {string.Join(", ", _settings.Members)}", "member");

    private Command? Approve(ClusterState state, OperatorCommand.Approve command)
    {
        var election = state.Elections[command.Election];
        if (election.Request is not { } request || request.Number != command.Request)
        {
            return Refuse(
                command,
                DecisionRules.WhyClosedOutcome(state, command.Election, command.Request),
                DecisionRules.WhyClosed(state, command.Election, command.Request),
                "request",
                command.Request);
        }

        if (request.Revision != command.Revision)
        {
            return Refuse(command, OperatorOutcome.Stale, DecisionRules.WhyStale(request, command.Revision), "revision", request.Number);
        }

        if ((command.Candidate ?? request.Candidate?.Member) is not { } member)
        {
            return Refuse(command, OperatorOutcome.Conflict, $"request {request.Number} proposes nobody: no candidate is eligible now", "candidate", request.Number);
        }

        if (Ineligible(state, election, member, command.Force, command.By) is { } why)
        {
            return MayComeYet(state, election, member) ? null : Refuse(command, OperatorOutcome.NotEligible, why, "candidate", request.Number);
        }

        return new Command.ApproveRequest(command.Election, command.Request, command.Revision, state.SessionOf(member)!.Id, command.Force, command.By);
    }

    private IEnumerable<Command> Promote(ClusterState state, OperatorCommand.PromoteMember command)
    {
        var election = state.Elections[command.Election];
        if (election.HandOver?.By.Key == command.By.Key)
        {
            return [];
        }

        if (WhyStale(election, command, command.ExpectedTerm) is { } stale)
        {
            return [stale];
        }

        if (Ineligible(state, election, command.Candidate, command.Force, command.By) is { } why)
        {
            return MayComeYet(state, election, command.Candidate) ? [] : [Refuse(command, OperatorOutcome.NotEligible, why, "candidate")];
        }

        if (election.Leader is not { } leader)
        {
            return [new Command.PromoteByOperator(command.Election, command.ExpectedTerm, state.SessionOf(command.Candidate)!.Id, command.Force, command.By)];
        }

        if (!command.Force || leader.Member == command.Candidate)
        {
            return [Refuse(command, OperatorOutcome.Conflict, $"{leader.Member} leads {election.Name} in term {election.Term}; hand over, or promote by force to depose it when it does not release")];
        }

        return WhyNotMovable(election) is { } fixedBy
            ? [Refuse(command, OperatorOutcome.Conflict, fixedBy)]
            : [new Command.BeginHandOver(command.Election, election.Term, command.Candidate, command.By) { Force = true }];
    }

    /// <summary>The refusal of a command that means another term than the present one, or null.</summary>
    private static Command.Refuse? WhyStale(ElectionState election, OperatorCommand command, long? expectedTerm) => expectedTerm is { } term && term != election.Term
        ? Refuse(command, OperatorOutcome.Stale, $"{election.Name} has moved on: {DecisionRules.Describe(election)}", "expectedTerm")
        : null;

    /// <summary>Whom a new coordinator has not heard yet may be eligible in a moment: the answer waits for that.</summary>
    private bool MayComeYet(ClusterState state, ElectionState election, string member) =>
        state.SessionOf(member) is { } session && WhyNot(session.Id) is not null && IsGathering(_reign!, state, election);

    /// <summary>Why a member can not be promoted by that operator, or null.</summary>
    private string? Ineligible(ClusterState state, ElectionState election, string member, bool force, OperatorNote by)
    {
        if (Ranking.Of(state, election, this).WhyNot(member) is not { } exclusion)
        {
            return null;
        }

        return !exclusion.CanForce ? $"{member} can not lead {election.Name}: {exclusion.Reason}"
            : !force ? $"{member} should not lead {election.Name}: {exclusion.Reason}; force, with a reason, overrides that"
            : string.IsNullOrWhiteSpace(by.Reason) ? $"force needs a reason: {member} should not lead {election.Name}: {exclusion.Reason}"
            : null;
    }

    private Command? Resign(ClusterState state, OperatorCommand.ResignLeader command)
    {
        var election = state.Elections[command.Election];
        return election.HandOver?.By.Key == command.By.Key ? null
            : WhyStale(election, command, command.ExpectedTerm) is { } stale ? stale
            : election.Leader is null ? Refuse(command, OperatorOutcome.Conflict, $"{election.Name} has no leader that could resign: {DecisionRules.Describe(election)}")
            : election.HandOver is { } other ? Refuse(command, OperatorOutcome.Conflict, $"a hand-over of {election.Name} is under way, asked for by {other.By.Actor}")
            : new Command.BeginHandOver(command.Election, election.Term, null, command.By) { ResignationMs = (int)_settings.ResignationQuarantine.TotalMilliseconds };
    }

    /// <summary>Why no operator's single word moves that leadership, or null.</summary>
    private static string? WhyNotMovable(ElectionState election) => !ApprovalRules.OneOperatorDecides(election)
        ? $"the policy of {election.Name} asks for {election.Policy.Approvals} operators: let the leader resign, then approve the promotion request"
        : election.Pause is { } pause ? $"{election.Name} is paused by {pause.By.Actor}; resume it first"
        : election.HandOver is { } other ? $"a hand-over of {election.Name} is under way, asked for by {other.By.Actor}"
        : null;

    private Command? HandOver(ClusterState state, OperatorCommand.HandOverLeadership command)
    {
        var election = state.Elections[command.Election];
        if (election.HandOver?.By.Key == command.By.Key)
        {
            return null;
        }

        if (WhyStale(election, command, command.ExpectedTerm) is { } stale)
        {
            return stale;
        }

        if (WhyNoHandOver(state, election, command.Target, command.By) is not { } refusal)
        {
            return new Command.BeginHandOver(command.Election, election.Term, command.Target, command.By);
        }

        return IsGathering(_reign!, state, election) ? null : Refuse(command, OperatorOutcome.Conflict, refusal);
    }

    private string? WhyNoHandOver(ClusterState state, ElectionState election, string? target, OperatorNote by)
    {
        if (election.Leader is not { } leader)
        {
            return $"{election.Name} has no leader to hand over from ({election.Cause})";
        }

        if (WhyNotMovable(election) is { } refusal)
        {
            return refusal;
        }

        if (!by.IsOperator && election.Policy.Name == PromotionPolicy.OperatorApprovedName)
        {
            return $"the policy of {election.Name} is {election.Policy.Name}: only an operator hands it over";
        }

        if (target == leader.Member)
        {
            return $"{target} leads {election.Name} already";
        }

        var ranking = Ranking.Of(state, election, this);
        if (target is not null && ranking.WhyNot(target) is { } exclusion)
        {
            return $"{target} can not lead {election.Name}: {exclusion.Reason}";
        }

        var successors = ranking.Eligible.Where(candidate => candidate.Session.Member == (target ?? candidate.Session.Member) && candidate.Session.Member != leader.Member).ToArray();
        return successors.Length == 0 ? $"no other candidate of {election.Name} is eligible: {Explain(ranking, leader.Member)}"
            : by.IsOperator ? null
            : WhyNotWithinLimits(state, election, successors);
    }

    /// <summary>A leader does not release at an application's word where its successor would then have to wait for an operator.</summary>
    private static string? WhyNotWithinLimits(ClusterState state, ElectionState election, IReadOnlyList<RankedCandidate> successors)
    {
        if (election.Policy.Name != PromotionPolicy.WithinLimitsName)
        {
            return null;
        }

        var released = election with { Leader = null, Cause = VacancyCause.HandedOver };
        var reasons = successors.Select(successor => ApprovalRules.WhyNotApproved(released, state.Find(successor.Session)!)).ToArray();
        return reasons.Contains(null) ? null : $"the policy of {election.Name} would ask operators, since {reasons[0]}: let an operator hand it over";
    }

    private static string Explain(Ranking ranking, string leader)
    {
        var others = ranking.Excluded.Where(exclusion => exclusion.Member != leader).Select(exclusion => $"{exclusion.Member}: {exclusion.Reason}").ToArray();
        return others.Length == 0 ? "there is none" : string.Join("; ", others);
    }

    private static Command Depose(ClusterState state, OperatorCommand.DeposeLeader command)
    {
        var election = state.Elections[command.Election];
        return election.Leader is { } leader && election.Term == command.Term
            ? new Command.Depose(leader, command.Election, command.By)
            : Refuse(command, OperatorOutcome.Stale, $"{command.Election} is no longer led in term {command.Term}: {DecisionRules.Describe(election)}");
    }
}
