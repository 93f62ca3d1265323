namespace Failover.Cli.Http;

/// <summary>The body of what acts. What is null is not sent.</summary>
internal sealed record ActBody
{
    public long? Request { get; init; }

    public int? Revision { get; init; }

    public string? Candidate { get; init; }

    public long? ExpectedTerm { get; init; }

    public int? ExpectedRevision { get; init; }

    public string? Target { get; init; }

    public long? DurationMs { get; init; }

    public PromotionPolicy? Policy { get; init; }

    public bool? Force { get; init; }

    public string? Reason { get; init; }

    public bool? DryRun { get; init; }
}
