using Comparison.Modes;
using Comparison.Scripting;

namespace Comparison.Reporting;

/// <summary>Everything that a report says.</summary>
internal sealed record Report(
    ScenarioFile Script, IReadOnlyList<PromotionMode> Modes, int Seed, string Machine, IReadOnlyList<ScenarioOutcome> Outcomes)
{
    /// <summary>The reaction times of the plot, in seconds.</summary>
    public const double FromSeconds = 1;

    public const double ToSeconds = 4 * 3600;

    public YearlyArithmetic Year => new(Outcomes, Script.Year);

    /// <summary>Where automatic and approval change places.</summary>
    public IReadOnlyList<Crossover> Crossovers =>
        Modes.Contains(PromotionMode.Automatic) && Modes.Contains(PromotionMode.Approval)
            ? Year.Crossovers(PromotionMode.Automatic.Key, PromotionMode.Approval.Key, FromSeconds, ToSeconds)
            : [];

    /// <summary>What went against the promises; empty when all is well.</summary>
    public IEnumerable<string> Violations => Outcomes.SelectMany(outcome => outcome.Modes.SelectMany(mode => Problems(outcome, mode)));

    public string Title(string mode) => Modes.Single(found => found.Key == mode).Title;

    /// <summary>The answer, in words.</summary>
    public string Verdict()
    {
        if (Outcomes.All(outcome => outcome.PerYear == 0))
        {
            return "No fault was given a rate per year, so nothing can be said of a year.";
        }

        var year = Year;
        var atOnce = year.Of(Modes[0].Key, FromSeconds).LossMinutes;
        if (Crossovers is not [_, ..] crossovers)
        {
            var better = Modes.MinBy(mode => year.Of(mode.Key, Script.Operator.MedianSeconds).LossMinutes)!;
            return $"With these rates no reaction time from {Words.Time(FromSeconds)} to {Words.Time(ToSeconds)} changes which of automatic and operator-approved loses less; " +
                $"{better.Title.ToLowerInvariant()} loses least. {Modes[0].Title} loses {Words.Number(atOnce)} minutes a year.";
        }

        var parts = crossovers.Select(crossover => $"above {Words.Time(crossover.ReactionSeconds)} {Title(crossover.BetterAbove).ToLowerInvariant()} loses less");
        var first = crossovers[0].BetterAbove == PromotionMode.Automatic.Key ? PromotionMode.Approval : PromotionMode.Automatic;
        return $"By the operator's reaction time: at first {first.Title.ToLowerInvariant()} loses less; {string.Join("; ", parts)}. " +
            $"Automatic loses {Words.Number(atOnce)} minutes a year, whatever the operator does.";
    }

    private static IEnumerable<string> Problems(ScenarioOutcome outcome, ModeOutcome mode)
    {
        foreach (var violation in mode.Violations)
        {
            yield return $"{outcome.Name}, {mode.Mode}: {violation}";
        }

        if (mode.TasksLost > 0)
        {
            yield return $"{outcome.Name}, {mode.Mode}: {mode.TasksLost} acknowledged tasks have no result.";
        }

        if (mode.RecordedTwice > 0)
        {
            yield return $"{outcome.Name}, {mode.Mode}: {mode.RecordedTwice} results were recorded twice.";
        }
    }
}
