namespace TaskDispatch.Store;

/// <summary>A task as it stands.</summary>
/// <param name="Id">The task's number in the store.</param>
/// <param name="ClientKey">The key under which a client enqueued it.</param>
/// <param name="State">One of <see cref="TaskState"/>.</param>
/// <param name="Worker">Who works on it, or did last; null while it was never assigned.</param>
/// <param name="Assignments">How often it was assigned.</param>
/// <param name="Result">The recorded result, or null.</param>
public sealed record TaskRow(long Id, string ClientKey, string State, string? Worker, long Assignments, string? Result);
