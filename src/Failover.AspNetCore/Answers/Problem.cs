namespace Failover.AspNetCore.Answers;

/// <summary>What is answered instead of what was asked for (RFC 9457), with the parts of an <see cref="OperatorResult"/> that there are.</summary>
internal sealed record Problem
{
    /// <summary>The kind of problem, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>The status code.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong here, and what to do.</summary>
    public required string Detail { get; init; }

    /// <summary>How the command ended.</summary>
    public OperatorOutcome? Outcome { get; init; }

    /// <summary>The field, header or parameter that is wrong.</summary>
    public string? Field { get; init; }

    /// <summary>The command's idempotency key.</summary>
    public string? Key { get; init; }

    /// <summary>The election it was about.</summary>
    public string? Election { get; init; }

    /// <summary>The term that came of it, or 0.</summary>
    public long? Term { get; init; }

    /// <summary>The promotion request it was about, or 0.</summary>
    public long? Request { get; init; }
}
