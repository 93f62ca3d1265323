using Failover.Chaos.Operators;

namespace Failover.Chaos.Checks;

/// <summary>A command of an operator whose answer tells something of the state: what was done, or why it was not.</summary>
/// <param name="Verb">What was asked.</param>
/// <param name="Member">The member that it was about, or "".</param>
/// <param name="IsDone">Whether it was done; otherwise the state did not allow it. Null where nobody was told: it may have taken effect at any
/// time since, or never.</param>
/// <param name="InvokedNanoseconds">When it was first sent.</param>
/// <param name="ReturnedNanoseconds">When it was known how it ended; the end of time where it was not.</param>
internal sealed record CommandOperation(string Verb, string Member, bool? IsDone, long InvokedNanoseconds, long ReturnedNanoseconds) : ISeatOperation
{
    private static readonly string[] s_verbs = ["pause", "resume", "drain", "undrain"];

    /// <summary>The operations among the commands.</summary>
    public static IEnumerable<CommandOperation> Of(IEnumerable<OperatorCall> calls) => calls
        .Where(call => s_verbs.Contains(call.Verb) && call.Outcome is null or OutcomeWords.Done or OutcomeWords.Conflict)
        .Select(call => new CommandOperation(call.Verb, call.Subject ?? "", call.Outcome is null ? null : call.IsDone, call.InvokedNanoseconds, call.ReturnedNanoseconds));

    /// <summary>A pause is the election's, a drain a member's: neither changes the other.</summary>
    public string About => Member.Length == 0 ? "the pause" : $"the drain of {Member}";

    public Seat? ApplyTo(Seat state) => (Verb, IsDone) switch
    {
        // Where it changed nothing, it is as good as one that took effect after all others.
        ("pause" or "drain", null) => state with { IsInForce = true },
        ("resume" or "undrain", null) => state with { IsInForce = false },
        ("pause", true) => state.IsInForce ? null : state with { IsInForce = true },
        ("pause", false) => state.IsInForce ? state : null,
        ("drain", true) => state with { IsInForce = true },
        ("resume" or "undrain", true) => state.IsInForce ? state with { IsInForce = false } : null,
        ("resume" or "undrain", false) => state.IsInForce ? null : state,
        _ => state,
    };

    public override string ToString() => $"{Verb}{(Member.Length == 0 ? "" : $" {Member}")}, {IsDone switch { null => "unknown", true => "done", false => "refused" }}";
}
