using TaskDispatch.Records;

namespace Failover.Chaos.Checks;

/// <summary>Joins what the records say with the faults that were done.</summary>
internal sealed class HistoryCheck
{
    /// <param name="report">What the records say.</param>
    /// <param name="faults">The faults, in the order in which they were done.</param>
    /// <param name="audit">What operators have done, or null where there were none.</param>
    public HistoryCheck(RecordReport report, IReadOnlyList<FaultWindow> faults, AuditCheck? audit = null)
    {
        var tolerated = report.Overlaps.Where(overlap => faults.Any(fault => fault.BreaksAssumption && fault.Contains(overlap.FromNanoseconds))).ToList();
        ToleratedOverlaps = tolerated.Count;
        Violations = [.. report.Violations.Except(tolerated.Select(overlap => $"{overlap}"))];
        foreach (var (before, after) in report.Intervals.Zip(report.Intervals.Skip(1)))
        {
            var fault = faults.LastOrDefault(fault => fault.Contains(after.FirstNanoseconds));
            var since = Math.Max(before.LastNanoseconds, fault?.AtNanoseconds ?? 0);
            Vacancies.Add(new Vacancy(fault?.Kind, after.Term, Math.Max(0, (after.FirstNanoseconds - since) / 1e6))
            {
                IsByOperators = audit?.IsByOperators(after.Term) == true,
            });
            if (fault is not { MayEndLeadership: true } && fault?.Victims.Contains(before.Member) != true && audit?.IsPlanned(before.Term + 1) != true)
            {
                FalseFailovers.Add(new FalseFailover(
                    before.Member, before.Term + 1, audit?.CauseOf(before.Term + 1), before.LastNanoseconds, after.FirstNanoseconds));
            }
        }
    }

    /// <summary>What went against the promises.</summary>
    public IReadOnlyList<string> Violations { get; }

    /// <summary>Two leaders at once, under a fault that breaks the documented assumption: not promised otherwise.</summary>
    public int ToleratedOverlaps { get; }

    /// <summary>How long nobody led, from each leadership to the next.</summary>
    public List<Vacancy> Vacancies { get; } = [];

    /// <summary>Leaders that were replaced though nothing was wrong, or nothing that could cost a leadership.</summary>
    public List<FalseFailover> FalseFailovers { get; } = [];
}
