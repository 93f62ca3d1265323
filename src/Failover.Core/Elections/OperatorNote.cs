namespace Failover.Elections;

/// <summary>Who decided something, why, and under which key a repetition is recognised.</summary>
/// <param name="Actor">The person or program that decided.</param>
/// <param name="Reason">Why, in the actor's words.</param>
/// <param name="Key">The idempotency key: a command that carries a known key has no second effect.</param>
internal sealed record OperatorNote(string Actor, string? Reason, string Key);
