namespace Failover.Operations;

/// <summary>Who decided something, why, how the decision came, and under which key a repetition is recognised.</summary>
/// <param name="Actor">The person or program that decided; 1 to 200 characters.</param>
/// <param name="Reason">Why, in the actor's words; at most 1,024 characters.</param>
/// <param name="Key">The idempotency key, 1 to 100 characters: a command that carries a known key has no second effect.</param>
/// <param name="Method">How the actor was authenticated; <see cref="Application"/> for code of a member itself.</param>
/// <param name="Address">The network address that the command came from, or null.</param>
/// <param name="Digest">A digest of the command, by which another command under the same key is told from a repetition; or null.</param>
public sealed record OperatorNote(
    string Actor,
    string? Reason,
    string Key,
    string? Method = null,
    string? Address = null,
    string? Digest = null)
{
    /// <summary>The method of code that runs in a member: it may ask, but its word is no operator's approval.</summary>
    public const string Application = "application";

    /// <summary>Whether this is an operator's word, and not that of code in a member.</summary>
    internal bool IsOperator => Method != Application;
}
