using System.Globalization;
using System.Text.RegularExpressions;
using Comparison.Modes;
using Comparison.Reporting;
using Comparison.Scripting;

namespace Comparison.Tests;

/// <summary>What a reader of the report sees, on figures that can be checked by hand.</summary>
public sealed partial class ReportTests
{
    private static readonly YearSettings Year = new(NightShare: 0.25, MorningMinutes: 120, FalseWithinSeconds: 30, MinutesPerFalsePromotion: 10, ReactionMinutes: [1, 60]);

    /// <summary>A freeze of 5 s: automatic was false after 2 s; under approval the old leader came back. And a crash.</summary>
    private static readonly Report Report = new(
        new ScenarioFile(new Comparison.Columns.Workload(10, 100), new OperatorSettings(7, 0), Year, []),
        [PromotionMode.Automatic, PromotionMode.Approval],
        Seed: 1,
        "A machine.",
        [
            Outcomes.Of("Crash", 60, new VacancyFigure(VacancyEnd.Automatic, 0.5), new VacancyFigure(VacancyEnd.Approved, 6.5) { AskedAfterSeconds = 0.2, OperatorSeconds = 6 }),
            Outcomes.Of("Freeze", 120, new VacancyFigure(VacancyEnd.Automatic, 2) { IsFalse = true, OldLeaderBackAfterSeconds = 5 }, new VacancyFigure(VacancyEnd.Returned, 5) { AskedAfterSeconds = 2 }),
        ]);

    [Fact]
    public void The_verdict_says_when_which_is_better_and_what_the_loss_is_made_of()
    {
        // 120 mistakes of 10 min, and 60 x 0.5 s + 120 x 2 s = 4.5 min.
        Assert.Equal(
            "With an operator who reacts within 2.7 s, automatic loses fewer minutes a year; with one who takes longer than 2.7 s, operator-approved does; " +
            "with one who takes longer than 20 min, automatic does. Automatic loses 1204 minutes a year, whatever the operator does: 4.50 without a leader, and the price of 120 false promotions.",
            Report.Verdict());
        Assert.Equal(
            "Lost are the minutes in which nobody leads, and 10 min for each false promotion: one whose old leader was alive, and back within 30 s.",
            Report.WhatIsLost());
    }

    [Fact]
    public void Figures_of_a_busy_machine_come_with_a_warning()
    {
        var late = Report.Outcomes[0] with { Modes = [.. Report.Outcomes[0].Modes.Select(mode => mode with { MostLateSeconds = 1.25 })] };

        Assert.Null(Report.Busy());
        Assert.Contains("up to 1.25 s late", HtmlReport.Write(Report with { Outcomes = [late, Report.Outcomes[1]] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_leave_the_picture_at_its_top_and_its_axis_has_round_numbers()
    {
        var plot = HtmlReport.Write(Report).Split("<svg")[1];
        var heights = Points().Matches(plot).SelectMany(match => match.Groups[1].Value.Split(' ')).Select(point => double.Parse(point.Split(',')[1], CultureInfo.InvariantCulture)).ToArray();

        Assert.NotEmpty(heights);
        Assert.All(heights, height => Assert.InRange(height, 16, 256));
        Assert.True(heights.Count(height => height == 16) <= 2, "A line that is too high does not run along the top.");
        foreach (var tick in new[] { 0, 1000, 2000, 3000, 4000 })
        {
            Assert.Contains($">{tick}</text>", plot, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("points=\"([^\"]+)\"")]
    private static partial Regex Points();
}
