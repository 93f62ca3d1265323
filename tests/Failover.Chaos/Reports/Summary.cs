using Failover.Chaos.Plans;
using Failover.Chaos.Rounds;

namespace Failover.Chaos.Reports;

/// <summary>A campaign in figures.</summary>
internal sealed record Summary
{
    public required int Seed { get; init; }

    public required double Minutes { get; init; }

    public required int Rounds { get; init; }

    /// <summary>What could not be run, and why.</summary>
    public required IReadOnlyDictionary<string, string> Skipped { get; init; }

    public required IReadOnlyList<KindSummary> Kinds { get; init; }

    public required int Faults { get; init; }

    /// <summary>How often one leadership followed another.</summary>
    public required int Failovers { get; init; }

    public required int FalseFailovers { get; init; }

    public required int Kills { get; init; }

    public required long Acknowledged { get; init; }

    public required long Lost { get; init; }

    public required long StaleWritesRefused { get; init; }

    public required int ToleratedOverlaps { get; init; }

    public required IReadOnlyDictionary<string, long> Checks { get; init; }

    public required IReadOnlyDictionary<string, long> Events { get; init; }

    /// <summary>Each with the group and the seed of its round.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    public static Summary Of(Campaign campaign, IReadOnlyDictionary<string, string> skipped)
    {
        var rounds = campaign.Rounds;
        return new Summary
        {
            Seed = campaign.Seed,
            Minutes = campaign.Elapsed.TotalMinutes,
            Rounds = rounds.Count,
            Skipped = skipped,
            Kinds = [.. Enum.GetValues<FaultKind>().Select(kind => KindSummary.Of(kind, rounds)).Where(kind => kind.Faults > 0)],
            Faults = rounds.Sum(round => round.Faults.Count),
            Failovers = rounds.Sum(round => round.Vacancies.Count),
            FalseFailovers = rounds.Sum(round => round.FalseFailovers),
            Kills = rounds.Sum(round => round.Kills),
            Acknowledged = rounds.Sum(round => round.Acknowledged),
            Lost = rounds.Sum(round => round.Lost),
            StaleWritesRefused = rounds.Sum(round => round.StaleWritesRefused),
            ToleratedOverlaps = rounds.Sum(round => round.ToleratedOverlaps),
            Checks = Add(rounds.Select(round => round.Checks)),
            Events = Add(rounds.Select(round => round.Events)),
            Violations = [.. rounds.SelectMany(round => round.Violations.Select(violation => $"{round.Group}, seed {round.Seed}: {violation}"))],
        };
    }

    private static SortedDictionary<string, long> Add(IEnumerable<IReadOnlyDictionary<string, long>> counts) =>
        new(counts.SelectMany(count => count).GroupBy(count => count.Key).ToDictionary(count => count.Key, count => count.Sum(item => item.Value)), StringComparer.Ordinal);
}
