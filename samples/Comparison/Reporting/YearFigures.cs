namespace Comparison.Reporting;

/// <summary>What a mode costs in a year, computed from what was measured and from the assumed rates.</summary>
/// <param name="DowntimeMinutes">Expected time without a leader.</param>
/// <param name="FalsePromotions">Expected false promotions.</param>
/// <param name="PagesAtNight">How often a person is woken.</param>
/// <param name="LossMinutes">Downtime, and what the false promotions cost beside.</param>
internal sealed record YearFigures(double DowntimeMinutes, double FalsePromotions, double PagesAtNight, double LossMinutes)
{
    private const double MinutesPerYear = 365.25 * 24 * 60;

    /// <summary>Which fraction of the year somebody led.</summary>
    public double Availability => Math.Max(0, 1 - (DowntimeMinutes / MinutesPerYear));

    /// <summary>The nines of that: 3 for 99.9 %; at most 9.</summary>
    public double Nines => DowntimeMinutes <= 0 ? 9 : Math.Clamp(-Math.Log10(DowntimeMinutes / MinutesPerYear), 0, 9);
}
