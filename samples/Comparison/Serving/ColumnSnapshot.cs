using System.Runtime.Versioning;
using System.Text.Json;
using Comparison.Columns;

namespace Comparison.Serving;

/// <summary>One cluster, as the page shows it.</summary>
internal sealed record ColumnSnapshot
{
    /// <summary>How much of the past the plot shows.</summary>
    private const int PlotSeconds = 90;

    private const double FalseWithinSeconds = 30;

    public required string Mode { get; init; }

    public required string Title { get; init; }

    public required string Says { get; init; }

    public required string? Leader { get; init; }

    public required long Term { get; init; }

    /// <summary>How long nobody has led now; 0 while somebody does.</summary>
    public required double VacantSeconds { get; init; }

    public required double WithoutLeaderSeconds { get; init; }

    public required int Promotions { get; init; }

    public required int FalsePromotions { get; init; }

    public required long Done { get; init; }

    public required long Waiting { get; init; }

    public required long Lost { get; init; }

    public required long RecordedTwice { get; init; }

    public required IReadOnlyList<MemberSnapshot> Members { get; init; }

    /// <summary>Tasks done in each second, the newest last.</summary>
    public required IReadOnlyList<double> PerSecond { get; init; }

    /// <summary>The vacancies in the plot: from and to, in seconds before now.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Vacancies { get; init; }

    /// <summary>The promotion request with its evidence, as the cluster's HTTP interface gave it; or null.</summary>
    public required JsonElement? Request { get; init; }

    public required IReadOnlyList<Happening> Story { get; init; }

    [UnsupportedOSPlatform("windows")]
    public static ColumnSnapshot Of(Column column, long now)
    {
        const int StoryLines = 12;
        var vacancies = column.Ledger.Vacancies(column.CountedFrom, now);
        var leader = column.Leader;
        var counted = column.Counted;
        var coordinator = column.Status?.TryGetProperty("coordinator", out var found) == true ? found.GetString() : null;
        return new ColumnSnapshot
        {
            Mode = column.Mode.Key,
            Title = column.Mode.Title,
            Says = column.Mode.Says,
            Leader = leader?.Life.Member,
            Term = column.Ledger.Spans() is [.., var last] ? last.Term : 0,
            VacantSeconds = vacancies is [.., { After: null } open] ? open.Seconds : 0,
            WithoutLeaderSeconds = vacancies.Sum(vacancy => vacancy.Seconds),
            Promotions = vacancies.Count(vacancy => vacancy.ByAnother),
            FalsePromotions = vacancies.Count(vacancy => vacancy.IsFalse(FalseWithinSeconds)),
            Done = column.Done,
            Waiting = counted is null ? 0 : counted.Counts.Queued + counted.Counts.Assigned,
            Lost = counted?.Lost ?? 0,
            RecordedTwice = counted?.Counts.RecordedTwice ?? 0,
            Members = [.. column.Cluster.Names.Select(name => new MemberSnapshot(name, column.Note(name) ?? "running", name == leader?.Life.Member, name == coordinator))],
            PerSecond = column.Work.PerSecond(now, PlotSeconds),
            Vacancies = [.. vacancies.Where(vacancy => now - vacancy.Until < PlotSeconds * 1e9).Select(vacancy => (IReadOnlyList<double>)[(now - vacancy.Began) / 1e9, (now - vacancy.Until) / 1e9])],
            Request = column.Request?.Body,
            Story = [.. column.Happenings.TakeLast(StoryLines)],
        };
    }
}
