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

        if (Crossovers is not [_, ..] crossovers)
        {
            var better = Modes.MinBy(mode => Year.Of(mode.Key, Script.Operator.MedianSeconds).LossMinutes)!;
            return $"With these rates no reaction time from {Words.Time(FromSeconds)} to {Words.Time(ToSeconds)} changes which of automatic and operator-approved loses less; " +
                $"{better.Title.ToLowerInvariant()} loses least. {AutomaticLoses()}";
        }

        var first = crossovers[0].BetterAbove == PromotionMode.Automatic.Key ? PromotionMode.Approval : PromotionMode.Automatic;
        var parts = crossovers.Select(crossover => $"with one who takes longer than {Words.Time(crossover.ReactionSeconds)}, {Title(crossover.BetterAbove).ToLowerInvariant()} does");
        return $"With an operator who reacts within {Words.Time(crossovers[0].ReactionSeconds)}, {first.Title.ToLowerInvariant()} loses fewer minutes a year; {string.Join("; ", parts)}. {AutomaticLoses()}";
    }

    /// <summary>How busy the machine was, where that touches the figures; or null.</summary>
    public string? Busy()
    {
        const double Noticeable = 0.5;
        var late = Outcomes.SelectMany(outcome => outcome.Modes).Select(mode => mode.MostLateSeconds).DefaultIfEmpty(0).Max();
        return late < Noticeable
            ? null
            : $"This machine was busy: what was to happen at once happened up to {Words.Number(late)} s late, and the figures contain that. Measure again on a machine that does nothing else.";
    }

    /// <summary>What the minutes are that are counted as lost.</summary>
    public string WhatIsLost() =>
        $"Lost are the minutes in which nobody leads, and {Words.Time(Script.Year.MinutesPerFalsePromotion * 60)} for each false promotion: one whose old leader was alive, and back within {Words.Time(Script.Year.FalseWithinSeconds)}.";

    private string AutomaticLoses()
    {
        var year = Year.Of(Modes[0].Key, FromSeconds);
        return $"{Modes[0].Title} loses {Words.Number(year.LossMinutes)} minutes a year, whatever the operator does: {Words.Number(year.DowntimeMinutes)} without a leader, and the price of {year.FalsePromotions.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture)} false promotions.";
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
