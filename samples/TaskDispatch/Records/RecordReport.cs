namespace TaskDispatch.Records;

/// <summary>What <see cref="RecordChecker"/> found.</summary>
public sealed record RecordReport
{
    public required string Election { get; init; }

    /// <summary>Who acted when, ordered by term.</summary>
    public required IReadOnlyList<ActingInterval> Intervals { get; init; }

    /// <summary>How long nobody acted, from each term to the next.</summary>
    public required IReadOnlyList<LeaderGap> Gaps { get; init; }

    /// <summary>Who acted at the same time; among the <see cref="Violations"/>, too.</summary>
    public required IReadOnlyList<LeaderOverlap> Overlaps { get; init; }

    /// <summary>How many comparisons were made. A check that compared nothing has proved nothing.</summary>
    public required long Comparisons { get; init; }

    /// <summary>What went against the promises, in words; empty when all is well.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>How many accepted writes of leaders the records hold (a sample of those made).</summary>
    public required int Acts { get; init; }

    /// <summary>How many writes the database refused.</summary>
    public required int RefusedWrites { get; init; }
}
