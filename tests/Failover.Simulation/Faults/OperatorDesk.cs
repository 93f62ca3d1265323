using Failover.Simulation.Model;

namespace Failover.Simulation.Faults;

/// <summary>Where operators give their commands, sometimes twice.</summary>
internal sealed class OperatorDesk(World world)
{
    private readonly List<OperatorCommand> _given = [];
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

        var command = ToCommand(fault);
        _given.Add(command);
        Give(command, world.Hosts[fault.Host].Process);
        if (fault.Detail % 5 == 0)
        {
            // The same command through another member, as from somebody who got no answer.
            Give(command, world.Hosts[fault.Other].Process);
        }
    }

    /// <summary>Undrains and resumes whatever is drained or paused, as far as anybody knows.</summary>
    public void TakeBack()
    {
        var process = world.Hosts.Select(host => host.Process).Where(process => process is not null).MaxBy(process => process!.State.Index)!;
        foreach (var member in process.State.Members.Values.Where(member => member.Drained is not null))
        {
            Give(new OperatorCommand.UndrainMember(member.Name, Note($"back-{++_takenBack}")), process);
        }

        foreach (var election in process.State.Elections.Values.Where(election => election.Pause is not null))
        {
            Give(new OperatorCommand.ResumeElection(election.Name, Note($"back-{++_takenBack}")), process);
        }
    }

    private static void Give(OperatorCommand command, MemberProcess? process) => process?.Post(_ => process.Session.Ask(command));

    private static OperatorNote Note(string key) => new("operator", "the simulation asks for it", key);

    private OperatorCommand ToCommand(Fault fault)
    {
        var by = Note($"op-{fault.Id}");
        var election = $"e{(fault.Detail % world.Settings.Elections) + 1}";
        var other = WorldSettings.NameOf(fault.Other);
        return fault.Kind switch
        {
            FaultKind.HandOver => new OperatorCommand.HandOverLeadership(election, null, by),
            FaultKind.HandOverTo => new OperatorCommand.HandOverLeadership(election, other, by),
            FaultKind.Depose => new OperatorCommand.DeposeLeader(election, TermOf(election) - (fault.Detail % 7 == 0 ? 1 : 0), by),
            FaultKind.Drain => new OperatorCommand.DrainMember(fault.Detail % 20 == 0 ? "nobody" : other, by),
            FaultKind.Undrain => new OperatorCommand.UndrainMember(other, by),
            FaultKind.PauseElection => new OperatorCommand.PauseElection(election, fault.Detail % 3 == 0 ? null : fault.Duration / 1_000, by),
            _ => new OperatorCommand.ResumeElection(election, by),
        };
    }

    private long TermOf(string election) => world.Hosts.Max(host => host.Process?.State.Elections.GetValueOrDefault(election)?.Term ?? 0);
}
