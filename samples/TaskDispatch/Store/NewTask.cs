namespace TaskDispatch.Store;

/// <summary>A task as its client hands it in.</summary>
/// <param name="ClientKey">Chosen by the client, the same at each retry: what makes enqueueing idempotent.</param>
/// <param name="Payload">What to work on.</param>
/// <param name="Rounds">How much work it is: the number of hash rounds.</param>
public sealed record NewTask(string ClientKey, string Payload, int Rounds);
