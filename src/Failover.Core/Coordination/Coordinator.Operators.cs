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
            if (plan.State.Results.TryGetValue(key, out var result) && _state.Results.ContainsKey(key))
            {
                reign.Asks.Remove(key);
                Output(new CoordinatorOutput.Send(ask.Channel, new SessionMessage.Answer(result)));
            }
            else if (ToCommand(plan.State, ask.Command) is { } command)
            {
                plan.Add(command);
            }
        }
    }

    /// <summary>The log command for an operator's, or null where it is under way already.</summary>
    private Command? ToCommand(ClusterState state, OperatorCommand command) => command switch
    {
        OperatorCommand.HandOverLeadership c => HandOver(state, c),
        OperatorCommand.DeposeLeader c => Depose(state, c),
        OperatorCommand.DrainMember c when !_settings.Members.Contains(c.Member) => UnknownMember(c.Member, c.By),
        OperatorCommand.DrainMember c => new Command.Drain(c.Member, c.By),
        OperatorCommand.UndrainMember c when !_settings.Members.Contains(c.Member) => UnknownMember(c.Member, c.By),
        OperatorCommand.UndrainMember c => new Command.Undrain(c.Member, c.By),
        OperatorCommand.PauseElection c => new Command.SetPause(c.Election, c.By, c.DurationMs),
        OperatorCommand.ResumeElection c => new Command.ClearPause(c.Election, c.By),
        _ => new Command.Refuse(null, command.By, $"unknown command {command.GetType().Name}"),
    };

    private Command.Refuse UnknownMember(string member, OperatorNote by) =>
        new(null, by, $"'{member}' is no member; the members are {string.Join(", ", _settings.Members)}");

    private Command? HandOver(ClusterState state, OperatorCommand.HandOverLeadership command)
    {
        if (!state.Elections.TryGetValue(command.Election, out var election))
        {
            return new Command.Refuse(command.Election, command.By, $"there is no election '{command.Election}'");
        }

        if (election.HandOver?.By.Key == command.By.Key)
        {
            return null;
        }

        if (WhyNoHandOver(state, election, command.Target) is not { } refusal)
        {
            return new Command.BeginHandOver(command.Election, election.Term, command.Target, command.By);
        }

        // Whom a new coordinator has not heard yet may be eligible in a moment: the answer waits for that.
        return IsGathering(_reign!, state, election) ? null : new Command.Refuse(command.Election, command.By, refusal);
    }

    private string? WhyNoHandOver(ClusterState state, ElectionState election, string? target)
    {
        if (election.Leader is not { } leader)
        {
            return $"{election.Name} has no leader to hand over from ({election.Cause})";
        }

        if (election.Pause is { } pause)
        {
            return $"{election.Name} is paused by {pause.By.Actor}; resume it first";
        }

        if (election.HandOver is { } other)
        {
            return $"a hand-over of {election.Name} is under way, asked for by {other.By.Actor}";
        }

        if (target == leader.Member)
        {
            return $"{target} leads {election.Name} already";
        }

        var ranking = Ranking.Of(state, election, this);
        if (target is null)
        {
            return ranking.Eligible.Any(candidate => candidate.Session.Member != leader.Member)
                ? null
                : $"no other candidate of {election.Name} is eligible: {Explain(ranking, leader.Member)}";
        }

        if (ranking.Eligible.Any(candidate => candidate.Session.Member == target))
        {
            return null;
        }

        var reason = ranking.Excluded.FirstOrDefault(exclusion => exclusion.Member == target)?.Reason ?? "it is no candidate";
        return $"{target} can not lead {election.Name}: {reason}";
    }

    private static string Explain(Ranking ranking, string leader)
    {
        var others = ranking.Excluded.Where(exclusion => exclusion.Member != leader).Select(exclusion => $"{exclusion.Member}: {exclusion.Reason}").ToArray();
        return others.Length == 0 ? "there is none" : string.Join("; ", others);
    }

    private static Command Depose(ClusterState state, OperatorCommand.DeposeLeader command)
    {
        if (!state.Elections.TryGetValue(command.Election, out var election))
        {
            return new Command.Refuse(command.Election, command.By, $"there is no election '{command.Election}'");
        }

        return election.Leader is { } leader && election.Term == command.Term
            ? new Command.Depose(leader, command.Election, command.By)
            : new Command.Refuse(command.Election, command.By, $"{command.Election} is no longer led in term {command.Term}: it is at term {election.Term}{(election.IsVacant ? ", vacant" : $", led by {election.Leader}")}");
    }
}
