using Failover.Simulation.Engine;
using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>
/// Under operator approval nobody is promoted without the approvals that the policy asks for, given by distinct operators to that
/// revision of the request; but for what the policy leaves free.
/// </summary>
internal sealed class ApprovalCheck(World world) : Check(world, "approval")
{
    private readonly SortedDictionary<string, ElectionLedger> _elections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SessionState> _open = [];
    private readonly HashSet<SessionId> _deposed = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _labels = [];
    private readonly HashSet<(string Election, long Term, string? Member)> _verdicts = [];

    public IReadOnlyDictionary<string, ElectionLedger> Elections => _elections;

    /// <summary>How much of a time must have passed where a fast clock says that all of it has.</summary>
    private long ClockPercent => World.Settings.ClocksKeepBound ? 97 : 85;

    /// <summary>How many requests there ever were.</summary>
    public long Requests { get; private set; }

    public override void Consulted(string election, long term, PromotionVerdict verdict)
    {
        if (verdict.Kind == PromotionVerdictKind.Promote)
        {
            _verdicts.Add((election, term, verdict.Member));
        }
    }

    public override void Applied(MemberProcess process, AppliedEntry applied)
    {
        if (!applied.IsFirst)
        {
            return;
        }

        var effective = applied.Effective.ToArray();
        for (var i = 0; i < effective.Length; i++)
        {
            Take(effective[i], applied, effective[(i + 1)..]);
        }

        foreach (var promoted in applied.Result.Events.OfType<ClusterEvent.Promoted>())
        {
            var ledger = _elections[promoted.Election];
            Hold(ledger.Leader == promoted.Leader && ledger.Term == promoted.Term, $"{promoted.Leader} leads {promoted.Election} in term {promoted.Term} by no command that promotes it");
        }
    }

    private void Take(Command command, AppliedEntry applied, IReadOnlyList<Command> later)
    {
        switch (command)
        {
            case Command.OpenSession { Session: var session }:
                EndSession(_open.GetValueOrDefault(session.Id.Member)?.Id, VacancyCause.SessionReplaced);
                _open[session.Id.Member] = session;
                break;
            case Command.CloseSession c:
                EndSession(c.Id, c.Cause);
                break;
            case Command.Depose c:
                _deposed.Add(c.Id);
                break;
            case Command.Enrol c:
                foreach (var enrolment in c.Enrolments)
                {
                    _elections.TryAdd(enrolment.Election, new ElectionLedger(enrolment.Policy));
                }

                break;
            case Command.Vacate c:
                Vacate(_elections[c.Election], c.Cause, false);
                break;
            case Command.BeginHandOver c:
                _elections[c.Election].HandOver = new HandOver(c.Target, _elections[c.Election].Leader!.Value.Member, c.By) { IsResignation = c.ResignationMs is not null, Force = c.Force };
                break;
            case Command.AbortHandOver c:
                _elections[c.Election].HandOver = null;
                break;
            case Command.SetPause c:
                _elections[c.Election].IsPaused = true;
                break;
            case Command.ClearPause c:
                _elections[c.Election].IsPaused = false;
                break;
            case Command.ChangePolicy c:
                ChangePolicy(_elections[c.Election], c.Policy);
                break;
            default:
                Decide(command, applied, later);
                break;
        }
    }

    private void Decide(Command command, AppliedEntry applied, IReadOnlyList<Command> later)
    {
        switch (command)
        {
            case Command.OpenRequest c:
                Hold(_elections[c.Election].Request is null, $"{c.Election} has two requests");
                _elections[c.Election].Request = new RequestLedger(++Requests) { TimedFrom = World.Agenda.Now };
                Propose(c.Election, c.Candidate, c.Evidence);
                break;
            case Command.ReviseRequest c:
                Hold(IsOpen(c.Election, c.Request, c.Revision), $"request {c.Request}.{c.Revision} of {c.Election} is revised, and is not open");
                Propose(c.Election, c.Candidate, c.Evidence);
                break;
            case Command.CloseRequest c:
                _elections[c.Election].Request = null;
                break;
            case Command.TimeOutRequest c:
                TimeOut(_elections[c.Election]);
                break;
            case Command.RejectRequest c:
                Hold(IsOpen(c.Election, c.Request, c.Revision), $"[{c.By.Key}] rejects {c.Request}.{c.Revision} of {c.Election}, which is not open");
                Reject(_elections[c.Election]);
                break;
            case Command.ApproveRequest c:
                Hold(IsOpen(c.Election, c.Request, c.Revision), $"[{c.By.Key}] approves {c.Request}.{c.Revision} of {c.Election}, which is not open");
                _elections[c.Election].Request!.Approvals.Add((c.By.Actor, c.Candidate.Member, c.By.Key));
                Approved(c, applied, later);
                break;
            case Command.PromoteByOperator c:
                var free = _elections[c.Election].Policy is { Name: PromotionPolicy.AutomaticName } or { Approvals: 1 };
                Hold(free && c.By.Method != OperatorNote.Application, $"{c.Candidate} is promoted in {c.Election} by {c.By.Actor} alone");
                Begin(c.Election, c.Candidate, c.Force ? "by an operator's force" : "by an operator", counts: false);
                break;
            case Command.Promote c:
                var why = WhyFree(c) ?? throw new InvariantViolation(Invariant, Unapproved(c));
                Begin(c.Election, c.Leader, why, _elections[c.Election].HandOver is not { By.Method: not OperatorNote.Application });
                break;
        }
    }

    private bool IsOpen(string election, long request, int revision) => _elections[election].Request is { } open && open.Number == request && open.Revision == revision;

    private void Propose(string election, SessionId? candidate, Evidence evidence)
    {
        var ledger = _elections[election];
        Hold(candidate is not { } proposed || !ledger.PassedOver.Contains(proposed), $"{candidate} is proposed in {election}, and was passed over");
        ledger.Request!.Revise(candidate, evidence);
    }

    private void Approved(Command.ApproveRequest command, AppliedEntry applied, IReadOnlyList<Command> later)
    {
        // The last command that could have promoted is the one that did: what comes after a promotion has no effect.
        var promoted = applied.Result.Events.OfType<ClusterEvent.Promoted>().Any(promoted => promoted.Election == command.Election);
        if (!promoted || later.Any(other => IsDecision(other, command.Election)))
        {
            World.Coverage.Mark("approval counted, and more are needed");
            return;
        }

        var (ledger, given) = (_elections[command.Election], _elections[command.Election].Request!.ApprovalsOf(command.Candidate));
        Hold(
            given >= ledger.Policy.Approvals && command.By.Method != OperatorNote.Application,
            $"{command.Candidate} is promoted in {command.Election} with {given} of {ledger.Policy.Approvals} approvals of revision {ledger.Request!.Revision}");
        Begin(command.Election, command.Candidate, command.Force ? "approved, with force" : given > 1 ? "approved by two" : "approved", counts: false);
    }

    private static bool IsDecision(Command command, string election) => command switch
    {
        Command.Promote c => c.Election == election,
        Command.PromoteByOperator c => c.Election == election,
        Command.ApproveRequest c => c.Election == election,
        _ => false,
    };

    private string Unapproved(Command.Promote command)
    {
        var ledger = _elections[command.Election];
        return FormattableString.Invariant(
            $"{command.Leader} is promoted in {command.Election} under {ledger.Policy.Name} with {ledger.Request?.ApprovalsOf(command.Leader) ?? 0} of {ledger.Policy.Approvals} approvals ({ledger.Cause}, after {ledger.Last})");
    }

    /// <summary>Why a promotion by the coordinator needs no approval, or no more.</summary>
    private string? WhyFree(Command.Promote command)
    {
        var (ledger, leader) = (_elections[command.Election], command.Leader);
        if (ledger.Policy.Name == PromotionPolicy.AutomaticName)
        {
            return "automatic";
        }

        if (ledger.Request is { } request && (request.ApprovalsOf(leader) >= ledger.Policy.Approvals || (request.IsTimedOut && request.Candidate == leader)))
        {
            return request.IsTimedOut ? "timed out" : "approved before";
        }

        if (ledger.HandOver is { IsResignation: false } handOver && handOver.By.Method != OperatorNote.Application && ledger.Policy.Approvals == 1
            && (handOver.Target ?? leader.Member) == leader.Member && (handOver.Target is not null || handOver.From != leader.Member))
        {
            return handOver.Force ? "forced hand-over" : "hand-over";
        }

        return ledger.Policy.Name is PromotionPolicy.OperatorApprovedName or PromotionPolicy.WithinLimitsName ? WhyFreeUnderOurs(ledger, leader)
            : command.AllowedBy == ledger.PolicyRevision && (_verdicts.Contains((command.Election, ledger.Term, leader.Member)) || _verdicts.Contains((command.Election, ledger.Term, null))) ? "own policy"
            : null;
    }

    private string? WhyFreeUnderOurs(ElectionLedger ledger, SessionId leader)
    {
        if (ledger.PassedOver.Contains(leader))
        {
            return null;
        }

        if (ledger.Term == 0)
        {
            return ledger.Policy.ApproveFirstLeader ? null : "first leader";
        }

        if (ledger.Policy.Name == PromotionPolicy.WithinLimitsName && ledger.Policy.MostPromotions <= CountedLately(ledger))
        {
            return null;
        }

        if (ledger.IsReturn(leader) && !ledger.Policy.ApproveReturn)
        {
            return "return";
        }

        return ledger.Policy.Name == PromotionPolicy.WithinLimitsName && (ledger.Policy.WithinLabel is not { } label || IsWithin(ledger, leader, label)) ? "within limits" : null;
    }

    /// <summary>Coordinators count the window by their own clocks, from when they first see a promotion: late, but for fast clocks.</summary>
    private int CountedLately(ElectionLedger ledger)
    {
        var window = ledger.Policy.WindowMs * 1_000 * ClockPercent / 100;
        return ledger.Counted.Count(at => at > World.Agenda.Now - window);
    }

    private bool IsWithin(ElectionLedger ledger, SessionId leader, string label) =>
        _labels.GetValueOrDefault($"{ledger.Last}")?.GetValueOrDefault(label) is { } before && _open[leader.Member].Labels.GetValueOrDefault(label) == before;

    private void Begin(string election, SessionId leader, string how, bool counts)
    {
        World.Coverage.Mark($"promotion: {how}");
        var ledger = _elections[election];
        Hold(!ledger.IsPaused, $"{leader} is promoted in {election}, which is paused");
        if (counts && ledger.Term > 0 && ledger.Policy is { Name: PromotionPolicy.WithinLimitsName, MostPromotions: not null })
        {
            ledger.Counted.Add(World.Agenda.Now);
        }

        _labels[$"{leader}"] = _open[leader.Member].Labels;
        (ledger.Leader, ledger.Last, ledger.HandOver, ledger.Request) = (leader, leader, null, null);
        ledger.Term++;
        ledger.PassedOver.Clear();
    }

    private void EndSession(SessionId? ended, VacancyCause cause)
    {
        if (ended is not { } session)
        {
            return;
        }

        _open.Remove(session.Member);
        foreach (var ledger in _elections.Values.Where(ledger => ledger.Leader == session))
        {
            Vacate(ledger, cause, _deposed.Contains(session));
        }
    }

    private static void Vacate(ElectionLedger ledger, VacancyCause cause, bool wasDeposed)
    {
        var resigned = ledger.HandOver is { IsResignation: true };
        (ledger.Leader, ledger.Cause, ledger.WasWanted) = (null, cause, wasDeposed || resigned);
        if (resigned)
        {
            ledger.HandOver = null;
        }
    }

    private void ChangePolicy(ElectionLedger ledger, PromotionPolicy policy)
    {
        ledger.Policy = policy;
        ledger.PolicyRevision++;
        ledger.Counted.Clear();
        if (ledger.Request is { } request)
        {
            (request.IsTimedOut, request.TimedFrom) = (false, World.Agenda.Now);
        }
    }

    private void TimeOut(ElectionLedger ledger)
    {
        var request = ledger.Request!;
        World.Coverage.Mark($"request timed out: {ledger.Policy.OnRequestTimeout}");
        var due = request.TimedFrom + (ledger.Policy.RequestTimeoutMs * 1_000 * ClockPercent / 100);
        Hold(due <= World.Agenda.Now, $"request {request.Number} timed out at once, or under a policy without a time-out");
        if (ledger.Policy.OnRequestTimeout == RequestTimeoutAction.Withdraw)
        {
            ledger.PassedOver.UnionWith(request.Shown.Values);
            ledger.Request = null;
        }
        else if (ledger.Policy.OnRequestTimeout == RequestTimeoutAction.Promote)
        {
            request.IsTimedOut = true;
        }
    }

    private static void Reject(ElectionLedger ledger)
    {
        if (ledger.Request!.Candidate is { } candidate)
        {
            ledger.PassedOver.Add(candidate);
        }

        ledger.Request = null;
    }
}
