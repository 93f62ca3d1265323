using TaskDispatch.Store;

namespace Comparison.Columns;

/// <summary>How the work stands. Both figures change at once, so that what is read in between shows no task as lost.</summary>
/// <param name="Counts">The database's own count.</param>
/// <param name="Acknowledged">How many tasks the database had acknowledged before it was counted.</param>
internal sealed record WorkCount(TaskCounts Counts, int Acknowledged)
{
    /// <summary>Acknowledged tasks that are not in the database.</summary>
    public long Lost => Math.Max(0, Acknowledged - Counts.Queued - Counts.Assigned - Counts.Done);
}
