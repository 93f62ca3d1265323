namespace Failover.Simulation.Checks;

/// <summary>An entry that a member applied.</summary>
/// <param name="Index">Its index in the log.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Before">The state before it.</param>
/// <param name="Result">What came of it.</param>
/// <param name="IsFirst">Whether no member had applied it before.</param>
internal sealed record AppliedEntry(long Index, LogEntry Entry, ClusterState Before, ApplyResult Result, bool IsFirst)
{
    public ClusterState After => Result.State;

    /// <summary>The commands that changed something, or were counted: all that were not ignored or refused.</summary>
    public IEnumerable<Command> Effective
    {
        get
        {
            var ignored = Result.Events.OfType<ClusterEvent.CommandIgnored>().Select(change => change.Command).ToArray();
            return ignored.Length == 0 ? Entry.Commands : Entry.Commands.Where(command => !ignored.Any(other => ReferenceEquals(other, command)));
        }
    }
}
