using System.Collections.Immutable;

namespace Failover.Elections;

/// <summary>What the log carries: a list of commands, applied as one.</summary>
/// <param name="Coordinator">The member that proposed it.</param>
/// <param name="At">When, by that member's wall clock. For display and audit only.</param>
/// <param name="Commands">The commands, in order.</param>
internal sealed record LogEntry(string Coordinator, DateTimeOffset At, ImmutableArray<Command> Commands);
