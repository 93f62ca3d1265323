namespace Failover.Operations;

/// <summary>Why an election is as it is: the coordinator's view at one instant. Immutable.</summary>
public sealed record Explanation
{
    /// <summary>The election.</summary>
    public required string Election { get; init; }

    /// <summary>The member that explains: it coordinates.</summary>
    public required string Coordinator { get; init; }

    /// <summary>The present term or, in a vacancy, the last.</summary>
    public required long Term { get; init; }

    /// <summary>In one sentence: why this leader, or why nobody leads, and what would change that.</summary>
    public required string Summary { get; init; }

    /// <summary>What has to be known beyond that, one sentence each.</summary>
    public required IReadOnlyList<string> Details { get; init; }

    /// <summary>
    /// How many milliseconds went by between the last leader's release and the present one's word that it acts, as this coordinator heard
    /// them; null where it heard not both.
    /// </summary>
    public double? GapMs { get; init; }

    /// <summary>Every candidate: the eligible ones by rank, then the others with the reason.</summary>
    public required IReadOnlyList<CandidateReport> Candidates { get; init; }
}
