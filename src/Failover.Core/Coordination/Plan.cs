using System.Collections.Immutable;
using Failover.Elections;

namespace Failover.Coordination;

/// <summary>The entry that is being put together, and the state that it leads to: later decisions build on earlier ones.</summary>
internal sealed class Plan(ClusterState state, string coordinator)
{
    /// <summary>How many commands an entry holds at the most; the rest follow in the next.</summary>
    public const int MostCommands = 500;

    private readonly List<Command> _commands = [];

    public ClusterState State { get; private set; } = state;

    public bool IsEmpty => _commands.Count == 0;

    public bool IsFull => _commands.Count >= MostCommands;

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
        State = applied.State;
        return true;
    }
}
