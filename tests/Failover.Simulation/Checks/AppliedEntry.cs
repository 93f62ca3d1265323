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
}
