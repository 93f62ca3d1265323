using Failover.Chaos.Plans;
using Failover.Chaos.Rounds;

namespace Failover.Chaos.Reports;

/// <summary>One kind of fault in figures.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Faults">How often it was done.</param>
/// <param name="Failovers">How many new leaderships came of it.</param>
/// <param name="ByOperators">How many of them operators had made, or had held up; their vacancies are not measured.</param>
/// <param name="MedianVacancyMilliseconds">How long nobody led, or null where no leadership changed.</param>
/// <param name="LongestVacancyMilliseconds">How long at the longest.</param>
/// <param name="LongestToAgreeMilliseconds">From the end of the fault until all members agreed about a leader that acted.</param>
internal sealed record KindSummary(
    string Kind,
    int Faults,
    int Failovers,
    int ByOperators,
    double? MedianVacancyMilliseconds,
    double? LongestVacancyMilliseconds,
    double LongestToAgreeMilliseconds)
{
    public static KindSummary Of(FaultKind kind, IReadOnlyList<RoundResult> rounds)
    {
        var faults = rounds.SelectMany(round => round.Faults).Where(fault => fault.Kind == kind).ToList();
        var vacancies = rounds.SelectMany(round => round.Vacancies).Where(vacancy => vacancy.Fault == kind).ToList();
        double[] lengths =
        [
            .. vacancies.Where(vacancy => !vacancy.IsByOperators).Select(vacancy => vacancy.Milliseconds).Order(),
        ];
        return new KindSummary(
            kind.ToString(),
            faults.Count,
            vacancies.Count,
            vacancies.Count - lengths.Length,
            lengths.Length == 0 ? null : lengths[lengths.Length / 2],
            lengths.Length == 0 ? null : lengths[^1],
            faults.Select(fault => (fault.SettledNanoseconds - fault.HealedNanoseconds) / 1e6).DefaultIfEmpty().Max());
    }
}
