using Comparison.Reporting;
using Comparison.Scripting;

namespace Comparison.Tests;

/// <summary>What measured vacancies mean in a year, on figures that can be checked by hand.</summary>
public sealed class YearlyArithmeticTests
{
    private static readonly YearSettings Year = new(NightShare: 0.25, MorningMinutes: 120, FalseWithinSeconds: 30, MinutesPerFalsePromotion: 10, ReactionMinutes: [1]);

    /// <summary>A crash: automatic 0.5 s; approval asked after 0.2 s, waited 6 s, and needed 0.3 s more.</summary>
    private static readonly ScenarioOutcome Crash = Outcomes.Of(
        "s",
        60,
        new VacancyFigure(VacancyEnd.Automatic, 0.5),
        new VacancyFigure(VacancyEnd.Approved, 6.5) { AskedAfterSeconds = 0.2, OperatorSeconds = 6 });

    /// <summary>A freeze of 5 s: automatic was false after 2 s; under approval the old leader came back after 5 s.</summary>
    private static readonly ScenarioOutcome Freeze = Outcomes.Of(
        "s",
        120,
        new VacancyFigure(VacancyEnd.Automatic, 2) { IsFalse = true, OldLeaderBackAfterSeconds = 5 },
        new VacancyFigure(VacancyEnd.Returned, 5) { AskedAfterSeconds = 2 });

    [Fact]
    public void Automatic_does_not_depend_on_the_operator()
    {
        var arithmetic = new YearlyArithmetic([Crash, Freeze], Year);

        // 60 x 0.5 s + 120 x 2 s = 270 s, and 120 mistakes of 10 min.
        var year = arithmetic.Of("automatic", 1);
        Assert.Equal(4.5, year.DowntimeMinutes, 9);
        Assert.Equal(120, year.FalsePromotions, 9);
        Assert.Equal(1204.5, year.LossMinutes, 9);
        Assert.Equal(0, year.PagesAtNight);
        Assert.Equal(year, arithmetic.Of("automatic", 3600));
        Assert.Equal(year, arithmetic.WithoutNightShift("automatic", 3600));
    }

    [Fact]
    public void A_persons_share_is_replaced_and_the_machines_is_kept()
    {
        var year = new YearlyArithmetic([Crash], Year).Of("approval", 60);

        Assert.Equal(60 * (0.5 + 60) / 60, year.DowntimeMinutes, 9);
        Assert.Equal(0, year.FalsePromotions);
        Assert.Equal(60 * 0.25, year.PagesAtNight, 9);
    }

    [Fact]
    public void A_slow_operator_lets_the_old_leader_come_back_and_a_quick_one_is_as_wrong_as_a_machine()
    {
        var arithmetic = new YearlyArithmetic([Crash, Freeze], Year);

        // Deciding takes 6.5 - 6 - 0.2 = 0.3 s. After 1 s: asked 2 + 0.3 + 1 = 3.3 s, before the 5 s.
        var quick = arithmetic.Of("approval", 1);
        Assert.Equal(((60 * 1.5) + (120 * 3.3)) / 60, quick.DowntimeMinutes, 9);
        Assert.Equal(120, quick.FalsePromotions, 9);

        var slow = arithmetic.Of("approval", 10);
        Assert.Equal(((60 * 10.5) + (120 * 5)) / 60, slow.DowntimeMinutes, 9);
        Assert.Equal(0, slow.FalsePromotions);
    }

    [Fact]
    public void Nobody_at_night_means_no_page_and_a_wait_for_the_morning()
    {
        var year = new YearlyArithmetic([Crash], Year).WithoutNightShift("approval", 60);

        Assert.Equal(0, year.PagesAtNight);
        Assert.Equal(60 * ((0.75 * 60.5) + (0.25 * 7200.5)) / 60, year.DowntimeMinutes, 9);
    }

    [Fact]
    public void The_crossovers_are_where_the_lines_meet()
    {
        var arithmetic = new YearlyArithmetic([Crash, Freeze], Year);
        var crossovers = arithmetic.Crossovers("automatic", "approval", 1, 14_400);

        // Below 2.7 s approval is as wrong as automatic, and slower; above, it loses 10 min + R until 60 (0.5 + R) + 600 s = 1204.5 min.
        Assert.Equal(["approval", "automatic"], crossovers.Select(crossover => crossover.BetterAbove));
        Assert.InRange(crossovers[0].ReactionSeconds, 2.68, 2.72);
        Assert.InRange(crossovers[1].ReactionSeconds, 1194 * 0.99, 1194 * 1.01);
    }

    [Fact]
    public void Without_a_price_for_mistakes_automatic_is_never_worse() =>
        Assert.Empty(new YearlyArithmetic([Crash, Freeze], Year with { MinutesPerFalsePromotion = 0 }).Crossovers("automatic", "approval", 1, 14_400));

    [Theory]
    [InlineData(525.96, 3)]
    [InlineData(5.2596, 5)]
    [InlineData(0, 9)]
    public void Nines(double downtimeMinutes, double nines) => Assert.Equal(nines, new YearFigures(downtimeMinutes, 0, 0, 0).Nines, 6);
}
