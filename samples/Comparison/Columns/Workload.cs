namespace Comparison.Columns;

/// <summary>What the clients bring to each cluster.</summary>
/// <param name="TasksPerSecond">How many tasks.</param>
/// <param name="HashRounds">How much work is in each.</param>
internal sealed record Workload(double TasksPerSecond, int HashRounds);
