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

    /// <summary>How many of them operators had made, or had held up.</summary>
    public required int FailoversByOperators { get; init; }

    public required IReadOnlyList<FalseFailoverNote> FalseFailovers { get; init; }

    public required int Kills { get; init; }

    public required long Acknowledged { get; init; }

    public required long Lost { get; init; }

    public required long StaleWritesRefused { get; init; }

    public required int ToleratedOverlaps { get; init; }

    public required IReadOnlyDictionary<string, long> Checks { get; init; }

    public required IReadOnlyDictionary<string, long> Events { get; init; }

    /// <summary>How often members reached each named step.</summary>
    public required IReadOnlyDictionary<string, long> Steps { get; init; }

    /// <summary>What went wrong with the tests themselves, each with the group and the seed of its round, which was cut short.</summary>
    public required IReadOnlyList<string> TestFaults { get; init; }

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
            FailoversByOperators = rounds.Sum(round => round.Vacancies.Count(vacancy => vacancy.IsByOperators)),
            FalseFailovers = [.. rounds.SelectMany(round => round.FalseFailovers.Select(note => note with { Round = $"{round.Group}, seed {round.Seed}" }))],
            Kills = rounds.Sum(round => round.Kills),
            Acknowledged = rounds.Sum(round => round.Acknowledged),
            Lost = rounds.Sum(round => round.Lost),
            StaleWritesRefused = rounds.Sum(round => round.StaleWritesRefused),
            ToleratedOverlaps = rounds.Sum(round => round.ToleratedOverlaps),
            Checks = Add(rounds.Select(round => round.Checks)),
            Events = Add(rounds.Select(round => round.Events)),
            Steps = Add(rounds.Select(round => round.Steps)),
            TestFaults = [.. rounds.Where(round => round.TestFault is not null).Select(round => $"{round.Group}, seed {round.Seed}: {round.TestFault}")],
            Violations = [.. rounds.SelectMany(round => round.Violations.Select(violation => $"{round.Group}, seed {round.Seed}: {violation}"))],
        };
    }

    private static SortedDictionary<string, long> Add(IEnumerable<IReadOnlyDictionary<string, long>> counts) =>
        new(counts.SelectMany(count => count).GroupBy(count => count.Key).ToDictionary(count => count.Key, count => count.Sum(item => item.Value)), StringComparer.Ordinal);
}
