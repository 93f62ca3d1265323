using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>An operator command takes effect once, however often it is sent, and has one answer.</summary>
internal sealed class AtMostOnceCheck(World world) : Check(world, "at most once")
{
    private readonly HashSet<string> _effects = [];
    private readonly Dictionary<string, OperatorResult> _answers = [];

    public override void Applied(MemberProcess process, AppliedEntry applied)
    {
        if (!applied.IsFirst)
        {
            return;
        }

        foreach (var began in applied.Result.Events.OfType<ClusterEvent.HandOverBegan>())
        {
            Effect($"hand-over {began.HandOver.By.Key}");
        }

        foreach (var depose in applied.Entry.Commands.OfType<Command.Depose>())
        {
            if (applied.Before.Find(depose.Id) is { Deposed: null } && applied.After.Find(depose.Id) is { Deposed: not null })
            {
                Effect($"depose {depose.By.Key}");
            }
        }

        foreach (var command in applied.Effective)
        {
            if (KeyOf(command) is { } key)
            {
                Effect($"{command.GetType().Name} {key}");
            }
        }

        foreach (var member in applied.After.Members.Values)
        {
            if (member.Drained is { } drained && applied.Before.Members.GetValueOrDefault(member.Name)?.Drained?.Key != drained.Key)
            {
                Effect($"drain {drained.Key}");
            }
        }

        foreach (var election in applied.After.Elections.Values)
        {
            if (election.Pause is { } pause && applied.Before.Elections.GetValueOrDefault(election.Name)?.Pause?.By.Key != pause.By.Key)
            {
                Effect($"pause {pause.By.Key}");
            }
        }

        foreach (var answered in applied.Result.Events.OfType<ClusterEvent.OperatorAnswered>())
        {
            Hold(_answers.TryAdd(answered.Result.Key, answered.Result), $"command {answered.Result.Key} is answered twice");
        }
    }

    public override void Answered(MemberProcess process, OperatorResult result)
    {
        World.Coverage.Mark(result.Done ? "operator command done" : "operator command refused");
        World.Coverage.Mark($"answer: {result.Outcome}");
        Hold(_answers.GetValueOrDefault(result.Key) == result, $"{process.Host.Member} is told '{result.Message}' of {result.Key}, which the log does not say");
    }

    private static string? KeyOf(Command command) => command switch
    {
        Command.ApproveRequest c => c.By.Key,
        Command.RejectRequest c => c.By.Key,
        Command.PromoteByOperator c => c.By.Key,
        Command.ChangePolicy c => c.By.Key,
        Command.NoteDrill c => c.By.Key,
        _ => null,
    };

    private void Effect(string what) => Hold(_effects.Add(what), $"{what} takes effect a second time");
}
