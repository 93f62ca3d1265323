using TaskDispatch.Records;

namespace Failover.Chaos.Checks;

/// <summary>Joins what the records say with the faults that were done.</summary>
internal sealed class HistoryCheck
{
    /// <param name="report">What the records say.</param>
    /// <param name="faults">The faults, in the order in which they were done.</param>
    public HistoryCheck(RecordReport report, IReadOnlyList<FaultWindow> faults)
    {
        var tolerated = report.Overlaps.Where(overlap => faults.Any(fault => fault.BreaksAssumption && fault.Contains(overlap.FromNanoseconds))).ToList();
        ToleratedOverlaps = tolerated.Count;
        Violations = [.. report.Violations.Except(tolerated.Select(overlap => $"{overlap}"))];
        foreach (var (before, after) in report.Intervals.Zip(report.Intervals.Skip(1)))
        {
            var fault = faults.LastOrDefault(fault => fault.Contains(after.FirstNanoseconds));
            var since = Math.Max(before.LastNanoseconds, fault?.AtNanoseconds ?? 0);
            Vacancies.Add(new Vacancy(fault?.Kind, after.Term, Math.Max(0, (after.FirstNanoseconds - since) / 1e6)));
            if (fault is not { MayEndLeadership: true })
            {
                FalseFailovers++;
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
    public int FalseFailovers { get; }
}
