using System.Text.Json.Nodes;

namespace Failover.Chaos.Operators;

/// <summary>A command of an operator, and how it ended. Used by one thread at a time.</summary>
/// <param name="actor">Who gives it.</param>
/// <param name="verb">What it asks.</param>
/// <param name="subject">The member that it is about, or null for the election.</param>
/// <param name="body">Its body.</param>
internal sealed class OperatorCall(string actor, string verb, string? subject, JsonObject body)
{
    /// <summary>Its idempotency key, and its reason: so the audit trail has it, too.</summary>
    public string Key { get; } = $"{verb}-{Guid.NewGuid():N}";

    public string Actor => actor;

    public string Verb => verb;

    public string? Subject => subject;

    public JsonObject Body => body;

    /// <summary>When it was first sent.</summary>
    public long InvokedNanoseconds { get; set; }

    /// <summary>When it was known how it ended.</summary>
    public long ReturnedNanoseconds { get; set; } = long.MaxValue;

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>How it ended, in the interface's word; null while that is not known.</summary>
    public string? Outcome { get; set; }

    /// <summary>What was said of it.</summary>
    public string Message { get; set; } = "";

    public bool IsDone => Outcome == OutcomeWords.Done;

    public override string ToString() => $"{verb}{(subject is null ? "" : $" {subject}")} by {actor} ({Key})";
}
