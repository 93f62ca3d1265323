namespace Comparison.Scripting;

/// <summary>What is assumed about a year. Parameters, not measurements; they stand in the report.</summary>
/// <param name="NightShare">Which fraction of the faults falls into the night.</param>
/// <param name="MorningMinutes">How long a fault at night waits when nobody is called, on average.</param>
/// <param name="FalseWithinSeconds">A promotion is false when the old leader was back within so many seconds.</param>
/// <param name="MinutesPerFalsePromotion">
/// What a false promotion costs beside the time without a leader, in minutes of lost service: caches cold, work begun again, people who look into it.
/// </param>
/// <param name="ReactionMinutes">For which reaction times of the operator the table is made.</param>
internal sealed record YearSettings(
    double NightShare, double MorningMinutes, double FalseWithinSeconds, double MinutesPerFalsePromotion, IReadOnlyList<double> ReactionMinutes);
