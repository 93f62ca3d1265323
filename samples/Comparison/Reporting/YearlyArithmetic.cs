using Comparison.Scripting;

namespace Comparison.Reporting;

/// <summary>
/// What the measured scenarios mean in a year. The machine's share of each vacancy is as it was measured; the person's share is
/// replaced by the reaction time that is asked about.
/// </summary>
/// <remarks>
/// A vacancy that waited for a person ends after asking, reacting and promoting, or earlier when the old leader comes back by itself, as
/// far as that was measured. A promotion of somebody else while the old leader would have been back is false.
/// </remarks>
internal sealed class YearlyArithmetic(IReadOnlyList<ScenarioOutcome> outcomes, YearSettings year)
{
    /// <summary>The year of a mode whose operator reacts after the given time, day and night.</summary>
    public YearFigures Of(string mode, double reactionSeconds) => Of(mode, reactionSeconds, year.NightShare, reactionSeconds);

    /// <summary>The year of a mode when nobody is called at night, and faults then wait for the morning.</summary>
    public YearFigures WithoutNightShift(string mode, double reactionSeconds) => Of(mode, reactionSeconds, 0, year.MorningMinutes * 60);

    /// <summary>
    /// The reaction times, in seconds, at which the better of two modes changes, by the minutes lost; each with the mode that is better
    /// above it.
    /// </summary>
    public IReadOnlyList<Crossover> Crossovers(string one, string other, double fromSeconds, double toSeconds)
    {
        const int Steps = 2_000;
        List<Crossover> found = [];
        double? before = null;
        for (var i = 0; i <= Steps; i++)
        {
            var reaction = fromSeconds * Math.Pow(toSeconds / fromSeconds, i / (double)Steps);
            var difference = Of(one, reaction).LossMinutes - Of(other, reaction).LossMinutes;
            if (before is { } last && Math.Sign(last) != Math.Sign(difference) && difference != 0)
            {
                found.Add(new Crossover(reaction, difference < 0 ? one : other));
            }

            before = difference == 0 ? before : difference;
        }

        return found;
    }

    private YearFigures Of(string mode, double reactionSeconds, double pagedShare, double nightReactionSeconds)
    {
        double downtime = 0, mistakes = 0, pages = 0;
        var deciding = DecidingSeconds(mode);
        foreach (var outcome in outcomes.Where(outcome => outcome.PerYear > 0))
        {
            foreach (var vacancy in outcome.Modes.Single(found => found.Mode == mode).Vacancies)
            {
                var byDay = Expect(vacancy, deciding, reactionSeconds);
                var byNight = Expect(vacancy, deciding, nightReactionSeconds);
                downtime += outcome.PerYear * (((1 - year.NightShare) * byDay.Seconds) + (year.NightShare * byNight.Seconds));
                mistakes += outcome.PerYear * (((1 - year.NightShare) * byDay.False) + (year.NightShare * byNight.False));
                pages += vacancy.AskedAfterSeconds is null ? 0 : outcome.PerYear * pagedShare;
            }
        }

        var minutes = downtime / 60;
        return new YearFigures(minutes, mistakes, pages, minutes + (mistakes * year.MinutesPerFalsePromotion));
    }

    /// <summary>How long and how false a measured vacancy is expected to be with another reaction time.</summary>
    private (double Seconds, double False) Expect(VacancyFigure vacancy, double decidingSeconds, double reactionSeconds)
    {
        if (vacancy.AskedAfterSeconds is not { } asked)
        {
            return (vacancy.Seconds, vacancy.IsFalse ? 1 : 0);
        }

        var approved = (vacancy.End == VacancyEnd.Approved ? vacancy.Seconds - vacancy.OperatorSeconds : asked + decidingSeconds) + reactionSeconds;
        var back = vacancy.End == VacancyEnd.Returned ? vacancy.Seconds : vacancy.OldLeaderBackAfterSeconds;
        return back switch
        {
            null => (approved, 0),
            { } returned when approved >= returned => (returned, 0),
            { } returned => (approved, returned <= year.FalseWithinSeconds ? 1 : 0),
        };
    }

    /// <summary>From the approval to the new leader's first act, as measured in this mode, on average; 0 if nobody approved.</summary>
    private double DecidingSeconds(string mode) => outcomes
        .SelectMany(outcome => outcome.Modes.Single(found => found.Mode == mode).Vacancies)
        .Where(vacancy => vacancy is { End: VacancyEnd.Approved, AskedAfterSeconds: not null })
        .Select(vacancy => vacancy.Seconds - vacancy.OperatorSeconds - vacancy.AskedAfterSeconds!.Value)
        .DefaultIfEmpty(0)
        .Average();
}
