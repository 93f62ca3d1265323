namespace Failover.Operations;

/// <summary>How an operator command ended; kept so that its repetition gets the same answer.</summary>
/// <param name="Key">The command's idempotency key.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">What it did, or why not: a sentence without its full stop.</param>
/// <param name="Election">The election it was about, or null.</param>
/// <param name="Term">The term that came of it, or 0.</param>
public sealed record OperatorResult(string Key, OperatorOutcome Outcome, string Message, string? Election = null, long Term = 0)
{
    /// <summary>The promotion request it was about, or 0.</summary>
    public long Request { get; init; }

    /// <summary>The field of the command that is wrong, or null.</summary>
    public string? Field { get; init; }

    /// <summary>Whether it was only tried: nothing was changed.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The gaps that a drill measured, in milliseconds without a leader: there, and back.</summary>
    public IReadOnlyList<double>? GapsMs { get; init; }

    /// <summary>See <see cref="OperatorNote.Digest"/>.</summary>
    public string? Digest { get; init; }

    /// <summary>Whether it did what it was asked.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Done => Outcome == OperatorOutcome.Done;

    /// <summary>What the asker of a command with this key is told: this, unless the key was used for another command.</summary>
    internal OperatorResult For(OperatorNote by) => Digest is null || by.Digest is null || Digest == by.Digest
        ? this
        : new OperatorResult(Key, OperatorOutcome.Invalid, "this key was used for another command before; use a new one")
        {
            Field = "Idempotency-Key",
            Digest = by.Digest,
        };
}
