using TaskDispatch.Store;

namespace TaskDispatch.Cluster;

/// <summary>What became of the tasks.</summary>
/// <param name="Acknowledged">How many the database had acknowledged.</param>
/// <param name="Done">How many of them have a result.</param>
/// <param name="Lost">How many have none. Anything but 0 is a bug.</param>
/// <param name="Counts">The database's own count.</param>
public sealed record TaskVerdict(int Acknowledged, int Done, int Lost, TaskCounts Counts);
