using Failover.Chaos.Checks;
using Failover.Chaos.Plans;

namespace Failover.Chaos.Rounds;

/// <summary>What came of a round.</summary>
internal sealed record RoundResult
{
    public const string Records = "records: one leader, terms rise, one owner of a term, no stale write";
    public const string Database = "database: terms never fall, one result, the right one";
    public const string NothingLost = "database: nothing acknowledged is lost";
    public const string Progress = "progress: all agree about a leader that acts";
    public const string Linearizable = "operations: linearizable";
    public const string ByFaults = "what a fault itself checks";

    /// <summary>What every round must have checked.</summary>
    public static readonly string[] AlwaysChecked = [Records, Database, NothingLost, Progress];

    public required FaultGroup Group { get; init; }

    public required int Seed { get; init; }

    public required int Members { get; init; }

    /// <summary>Settings that the members were given besides the usual ones.</summary>
    public required IReadOnlyList<string> Settings { get; init; }

    public required double Seconds { get; init; }

    public required IReadOnlyList<FaultWindow> Faults { get; init; }

    public required IReadOnlyList<Vacancy> Vacancies { get; init; }

    /// <summary>What went against the promises, in words, with the fault where one is to blame.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>How many comparisons each check made.</summary>
    public required IReadOnlyDictionary<string, long> Checks { get; init; }

    public required long Acknowledged { get; init; }

    public required long Lost { get; init; }

    public required long StaleWritesRefused { get; init; }

    public required int Kills { get; init; }

    public required int FalseFailovers { get; init; }

    public required int ToleratedOverlaps { get; init; }

    /// <summary>What happened besides, by name.</summary>
    public required IReadOnlyDictionary<string, long> Events { get; init; }
}
