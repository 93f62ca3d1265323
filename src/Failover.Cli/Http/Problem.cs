namespace Failover.Cli.Http;

/// <summary>A refusal as the server writes it (<c>application/problem+json</c>).</summary>
internal sealed record Problem
{
    public string? Title { get; init; }

    public string? Detail { get; init; }

    /// <summary>The name of an <see cref="OperatorOutcome"/>; a string, so that a later server may know more.</summary>
    public string? Outcome { get; init; }

    public string? Field { get; init; }

    public string? Key { get; init; }

    public string? Election { get; init; }

    public long? Term { get; init; }

    public long? Request { get; init; }
}
