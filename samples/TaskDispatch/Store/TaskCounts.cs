namespace TaskDispatch.Store;

/// <summary>The store in numbers, all read in one transaction.</summary>
/// <param name="Queued">Tasks that wait for a worker.</param>
/// <param name="Assigned">Tasks that a worker has.</param>
/// <param name="Done">Tasks with a result.</param>
/// <param name="RecordedTwice">
/// Tasks whose result was recorded more than once, counted in the append-only log of attempts. Anything but 0 is a bug.
/// </param>
/// <param name="DuplicateAttempts">Results that were posted for a task that had one.</param>
/// <param name="RefusedWrites">Writes that were refused because of a stale term.</param>
public sealed record TaskCounts(long Queued, long Assigned, long Done, long RecordedTwice, long DuplicateAttempts, long RefusedWrites);
