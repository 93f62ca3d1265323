using System.Collections.Immutable;
using Failover.Elections;

namespace Failover.Coordination;

/// <summary>The entry that is being put together, and the state that it leads to: later decisions build on earlier ones.</summary>
internal sealed class Plan(ClusterState state, string coordinator)
{
    /// <summary>How many commands an entry holds at the most; the rest follow in the next.</summary>
    public const int MostCommands = 500;

    /// <summary>About how many bytes an entry holds at the most, far below what the log takes.</summary>
    private const int EnoughBytes = 1024 * 1024;

    private const int BytesPerCommand = 1_024;

    /// <summary>An enrolment, or one line of evidence, without the texts of an application.</summary>
    private const int BytesPerItem = 400;

    /// <summary>What a character becomes in JSON at the worst.</summary>
    private const int BytesPerCharacter = 6;

    private readonly List<Command> _commands = [];
    private int _bytes;

    public ClusterState State { get; private set; } = state;

    public bool IsEmpty => _commands.Count == 0;

    public bool IsFull => _commands.Count >= MostCommands || _bytes >= EnoughBytes;

    public ImmutableArray<Command> Commands => [.. _commands];

    /// <summary>Adds a command if it changes the state.</summary>
    public bool Add(Command command)
    {
        var applied = StateMachine.Apply(State, State.Index, 0, new LogEntry(coordinator, default, [command]));
        if (applied.Events.Any(change => change is ClusterEvent.CommandIgnored) && ReferenceEquals(applied.State.Results, State.Results))
        {
            return false;
        }

        _commands.Add(command);
        _bytes += EstimateBytes(command);
        State = applied.State;
        return true;
    }

    private static int EstimateBytes(Command command) => BytesPerCommand + command switch
    {
        Command.Enrol enrol => enrol.Enrolments.Length * BytesPerItem,
        Command.Vacate { Reason: { } reason } => reason.Length * BytesPerCharacter,
        Command.OpenRequest open => EstimateBytes(open.Evidence),
        Command.ReviseRequest revise => EstimateBytes(revise.Evidence),
        _ => 0,
    };

    private static int EstimateBytes(Evidence evidence) =>
        ((evidence.Candidates.Count + evidence.RecentPromotions.Count + evidence.Sightings.Count) * BytesPerItem)
        + (evidence.Candidates.Sum(report => CharactersOf(report.Labels) + (report.Excluded?.Length ?? 0)) * BytesPerCharacter)
        + (evidence.RecentPromotions.Sum(record => CharactersOf(record.Labels)) * BytesPerCharacter);

    private static int CharactersOf(IReadOnlyDictionary<string, string> labels) => labels.Sum(label => label.Key.Length + label.Value.Length);
}
