using Failover.Simulation.Engine;
using Failover.Simulation.Model;

namespace Failover.Simulation.Faults;

/// <summary>Where operators give their commands: on what they have seen, which may be old, sometimes twice, sometimes too late.</summary>
internal sealed class OperatorDesk(World world)
{
    private static readonly string[] Operators = ["ann", "bob", "cyd"];
    private readonly List<OperatorCommand> _given = [];
    private readonly Dictionary<string, long> _vacantSince = [];
    private int _takenBack;

    public void Command(Fault fault)
    {
        if (fault.Kind == FaultKind.RepeatCommand)
        {
            if (_given.Count > 0)
            {
                world.Coverage.Mark("operator command repeated");
                Give(_given[fault.Detail % _given.Count], world.Hosts[fault.Host].Process);
            }

            return;
        }

        var delay = 0L;
        foreach (var command in ToCommands(fault))
        {
            _given.Add(command);
            world.Agenda.After(delay, () => Give(command, world.Hosts[fault.Host].Process));
            if (fault.Detail % 5 == 0)
            {
                // The same command through another member, as from somebody who got no answer.
                world.Agenda.After(delay, () => Give(command, world.Hosts[fault.Other].Process));
            }

            delay += fault.Detail % 3 == 0 ? 0 : fault.Detail * 1_000L;
        }
    }

    /// <summary>Undrains and resumes whatever is drained or paused, as far as anybody knows.</summary>
    public void TakeBack()
    {
        var process = Newest();
        foreach (var member in process.State.Members.Values.Where(member => member.Drained is not null))
        {
            Give(new OperatorCommand.UndrainMember(member.Name, Fresh("ann")), process);
        }

        foreach (var election in process.State.Elections.Values.Where(election => election.Pause is not null))
        {
            Give(new OperatorCommand.ResumeElection(election.Name, Fresh("ann")), process);
        }
    }

    /// <summary>Operators approve what is asked, and help where nobody is proposed any more. What the cluster decides by itself is left to it.</summary>
    public void DecideOnVacancies()
    {
        var process = Newest();
        foreach (var election in process.State.Elections.Values.Where(election => election.Policy.Name != PromotionPolicy.AutomaticName))
        {
            if (!election.IsVacant || election.Pause is not null)
            {
                _vacantSince.Remove(election.Name);
                continue;
            }

            _vacantSince.TryAdd(election.Name, world.Agenda.Now);
            var isLeftToWindow = election.Policy is { Name: PromotionPolicy.WithinLimitsName, WithinLabel: null } && election.PassedOver.Length == 0
                && !(election.Term == 0 && election.Policy.ApproveFirstLeader);
            if (election.Request is { Candidate: not null } request)
            {
                if (!isLeftToWindow)
                {
                    Approve(process, election, request);
                }
            }
            else if ((election.PassedOver.Length > 0 || election.Policy.Name == OwnPolicy.Name) && world.Agenda.Now > _vacantSince[election.Name] + 1_500_000)
            {
                Help(process, election);
            }
        }
    }

    private static void Give(OperatorCommand command, MemberProcess? process) => process?.Post(_ => process.Session.Ask(command));

    private static OperatorNote Note(string key, string actor) => new(actor, "the simulation asks for it", key, "password", "10.0.0.1");

    private OperatorNote Fresh(string actor) => Note($"back-{++_takenBack}", actor);

    private MemberProcess Newest() => world.Hosts.Select(host => host.Process).Where(process => process is not null).MaxBy(process => process!.State.Index)!;

    private void Approve(MemberProcess process, ElectionState election, PromotionRequest request)
    {
        // Who approved another candidate during the faults does not change that; others come.
        var given = request.Approvals.Count(approval => approval.Candidate == request.Candidate!.Value.Member);
        var others = Operators.Concat(["dan", "eve"]).Where(actor => request.Approvals.All(approval => approval.By.Actor != actor));
        foreach (var actor in others.Take(request.ApprovalsNeeded - given))
        {
            world.Coverage.Mark("request approved after the faults");
            Give(new OperatorCommand.Approve(election.Name, request.Number, request.Revision, null, false, Fresh(actor)), process);
        }
    }

    /// <summary>Where all were passed over, or the application's policy waits, nothing happens by itself.</summary>
    private void Help(MemberProcess process, ElectionState election)
    {
        var by = Fresh("bob");
        world.Coverage.Mark(election.Policy.Approvals == 1 ? "promoted where nobody was proposed" : "policy relaxed where nobody was proposed");
        Give(
            election.Policy.Approvals == 1
                ? new OperatorCommand.PromoteMember(election.Name, election.Term, election.Candidates.Keys.ElementAt(_takenBack % election.Candidates.Count), false, by)
                : new OperatorCommand.SetPolicy(election.Name, PromotionPolicy.Automatic, by),
            process);
    }

    private IEnumerable<OperatorCommand> ToCommands(Fault fault)
    {
        var by = Note($"op-{fault.Id}", Operators[fault.Detail % 3]);
        var election = $"e{(fault.Detail % world.Settings.Elections) + 1}";
        var other = WorldSettings.NameOf(fault.Other);
        return fault.Kind switch
        {
            FaultKind.Approve => Approvals(fault),
            FaultKind.Reject => Rejection(fault, by),
            FaultKind.Promote => [new OperatorCommand.PromoteMember(election, TermOf(election) - (fault.Detail % 7 == 0 ? 1 : 0), other, false, by)],
            FaultKind.PromoteByForce => [new OperatorCommand.PromoteMember(election, TermOf(election) - (fault.Detail % 7 == 0 ? 1 : 0), other, true, by)],
            FaultKind.LetResign => [new OperatorCommand.ResignLeader(election, by)],
            FaultKind.SetPolicy => [new OperatorCommand.SetPolicy(election, WorldSettings.DrawPolicy(new Prng((ulong)fault.Detail)), by)],
            FaultKind.HandOver => [new OperatorCommand.HandOverLeadership(election, null, by)],
            FaultKind.HandOverTo => [new OperatorCommand.HandOverLeadership(election, other, fault.Detail % 4 == 0 ? by with { Method = OperatorNote.Application } : by)],
            FaultKind.Depose => [new OperatorCommand.DeposeLeader(election, TermOf(election) - (fault.Detail % 7 == 0 ? 1 : 0), by)],
            FaultKind.Drain => [new OperatorCommand.DrainMember(fault.Detail % 20 == 0 ? "nobody" : other, by)],
            FaultKind.Undrain => [new OperatorCommand.UndrainMember(other, by)],
            FaultKind.PauseElection => [new OperatorCommand.PauseElection(election, fault.Detail % 3 == 0 ? null : fault.Duration / 1_000, by)],
            _ => [new OperatorCommand.ResumeElection(election, by)],
        };
    }

    /// <summary>One or two operators approve what they see at one member: the second perhaps later, perhaps the same person again.</summary>
    private IEnumerable<OperatorCommand> Approvals(Fault fault)
    {
        var (name, request, revision) = Seen(fault);
        var (candidate, force) = (fault.Detail % 11 < 3 ? WorldSettings.NameOf(fault.Other) : null, fault.Detail % 13 < 3);
        var method = fault.Detail % 17 == 0 ? OperatorNote.Application : "password";
        var first = Operators[fault.Detail % 3];
        yield return new OperatorCommand.Approve(name, request, revision, candidate, force, Note($"op-{fault.Id}", first) with { Method = method });
        if (fault.Detail % 2 == 0)
        {
            var second = fault.Detail % 7 < 2 ? first : Operators[(fault.Detail + 1) % 3];
            yield return new OperatorCommand.Approve(name, request, revision, candidate, force, Note($"op-{fault.Id}-2", second));
        }
    }

    private IEnumerable<OperatorCommand> Rejection(Fault fault, OperatorNote by)
    {
        var (name, request, revision) = Seen(fault);
        yield return new OperatorCommand.Reject(name, request, revision, by);
    }

    /// <summary>The request that a member shows, or made-up numbers where it shows none; some look at what they saw before.</summary>
    private (string Election, long Request, int Revision) Seen(Fault fault)
    {
        var state = world.Hosts[fault.Host].Process?.State ?? ClusterState.Initial;
        var found = state.Elections.Values.FirstOrDefault(election => election.Request is not null)?.Request;
        var late = fault.Detail % 19 == 0 ? 1 : 0;
        return found is null
            ? ($"e{(fault.Detail % world.Settings.Elections) + 1}", Math.Max(1, state.LastRequest), 1)
            : (found.Election, found.Number, found.Revision - late);
    }

    private long TermOf(string election) => world.Hosts.Max(host => host.Process?.State.Elections.GetValueOrDefault(election)?.Term ?? 0);
}
