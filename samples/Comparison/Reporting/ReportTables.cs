using System.Globalization;
using Comparison.Modes;

namespace Comparison.Reporting;

/// <summary>The tables that the Markdown and the HTML report share.</summary>
internal static class ReportTables
{
    public static ReportTable Measured(Report report)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (var outcome in report.Outcomes)
        {
            rows.AddRange(outcome.Modes.Select(mode => (IReadOnlyList<string>)
            [
                outcome.Name,
                report.Title(mode.Mode),
                $"{Words.Number(mode.WithoutLeaderSeconds)} s",
                Text(mode.LeaderChanges),
                Text(mode.FalsePromotions),
                Text(mode.OperatorActions),
                mode.ReactionSeconds.Count == 0 ? "" : string.Join(", ", mode.ReactionSeconds.Select(reaction => $"{Words.Number(reaction)} s")),
                Text(mode.TasksDone),
                Text(mode.TasksDelayed),
                Text(mode.TasksLost),
                Text(mode.RecordedTwice),
            ]));
        }

        return new ReportTable(
            ["Scenario", "Mode", "Without a leader", "Leader changes", "False promotions", "Approvals", "Approved after", "Tasks done", "Delayed > 1 s", "Lost", "Recorded twice"],
            rows);
    }

    public static ReportTable Parameters(Report report)
    {
        var (work, person, year, _) = report.Script;
        List<IReadOnlyList<string>> rows =
        [
            ["tasks per second, to each cluster", Words.Number(work.TasksPerSecond)],
            ["operator's reaction in the run: median, spread", $"{Words.Number(person.MedianSeconds)} s, {Words.Number(person.Spread)}"],
            ["a promotion is false if the old leader was back within", Words.Time(year.FalseWithinSeconds)],
            ["lost per false promotion, beside the time without a leader", Words.Time(year.MinutesPerFalsePromotion * 60)],
            ["share of the faults at night", $"{year.NightShare * 100:F0} %"],
            ["a fault at night waits for the morning", Words.Time(year.MorningMinutes * 60)],
            .. report.Outcomes.Select(outcome => (IReadOnlyList<string>)[$"“{outcome.Name}” ({outcome.Fault}, {Words.Time(outcome.FaultSeconds)}{(outcome.Night ? ", at night" : "")})", $"{Words.Number(outcome.PerYear)} a year"]),
        ];
        return new ReportTable(["Parameter", "Value"], rows);
    }

    public static ReportTable Yearly(Report report)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (var mode in report.Modes)
        {
            if (mode == PromotionMode.Automatic)
            {
                rows.Add(Row(mode.Title, "any", report.Year.Of(mode.Key, Report.FromSeconds)));
                continue;
            }

            rows.AddRange(report.Script.Year.ReactionMinutes.Select(minutes => Row(mode.Title, Words.Time(minutes * 60), report.Year.Of(mode.Key, minutes * 60))));
            rows.AddRange(report.Script.Year.ReactionMinutes.Take(1).Select(minutes =>
                Row($"{mode.Title}, nobody called at night", Words.Time(minutes * 60), report.Year.WithoutNightShift(mode.Key, minutes * 60))));
        }

        return new ReportTable(
            ["Mode", "Reaction time", "Downtime a year", "Availability", "Nines", "False promotions", "Pages at night", "Lost, all in all"], rows);
    }

    private static IReadOnlyList<string> Row(string title, string reaction, YearFigures year) =>
    [
        title,
        reaction,
        $"{Words.Number(year.DowntimeMinutes)} min",
        Words.Availability(year.Availability),
        Words.Number(year.Nines),
        Words.Number(year.FalsePromotions),
        Words.Number(year.PagesAtNight),
        $"{Words.Number(year.LossMinutes)} min",
    ];

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
