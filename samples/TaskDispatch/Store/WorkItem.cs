namespace TaskDispatch.Store;

/// <summary>What a worker needs to know of a task.</summary>
/// <param name="Id">The task's number in the store.</param>
/// <param name="Payload">What to work on.</param>
/// <param name="Rounds">How many hash rounds to compute.</param>
public sealed record WorkItem(long Id, string Payload, int Rounds);
