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
    public const string Audit = "audit trail: terms rise, approval, at most once, nothing lost, no promotion in a pause";
    public const string Approval = "audit trail: promotions that had the approvals they needed";
    public const string Repetitions = "operators: a repeated command gets its first answer";
    public const string Agreement = "audit trail: the same on all members";
    public const string ByFaults = "what a fault itself checks";

    /// <summary>What every round must have checked.</summary>
    public static readonly string[] AlwaysChecked = [Records, Database, NothingLost, Progress, Linearizable, Agreement];

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

    public required IReadOnlyList<FalseFailoverNote> FalseFailovers { get; init; }

    public required int ToleratedOverlaps { get; init; }

    /// <summary>What happened besides, by name.</summary>
    public required IReadOnlyDictionary<string, long> Events { get; init; }

    /// <summary>How often members reached each named step.</summary>
    public required IReadOnlyDictionary<string, long> Steps { get; init; }

    /// <summary>See <see cref="RoundSettings.Approvals"/>.</summary>
    public required int? Approvals { get; init; }

    /// <summary>What went wrong with the test itself, or null. Then it was cut short, and progress was not checked in the end.</summary>
    public required string? TestFault { get; init; }

    /// <summary>A round of which nothing is known but that the test failed.</summary>
    public static RoundResult OfTestFault(RoundSettings settings, Exception error) => new()
    {
        Group = settings.Group,
        Seed = settings.Seed,
        Members = 0,
        Settings = [],
        Seconds = 0,
        Faults = [],
        Vacancies = [],
        Violations = [],
        Checks = new Dictionary<string, long>(),
        Acknowledged = 0,
        Lost = 0,
        StaleWritesRefused = 0,
        Kills = 0,
        FalseFailovers = [],
        ToleratedOverlaps = 0,
        Events = new Dictionary<string, long>(),
        Steps = new Dictionary<string, long>(),
        Approvals = settings.Approvals,
        TestFault = $"{error}",
    };
}
