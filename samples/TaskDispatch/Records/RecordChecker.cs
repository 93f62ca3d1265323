namespace TaskDispatch.Records;

/// <summary>
/// Checks the records of all processes of one machine against the promises of a leader election. Knows nothing of how leaders are
/// elected, and trusts only the stamps in the records.
/// </summary>
/// <remarks>
/// A process acts in a term from the first to the last stamp at which the leadership was held. These instants are certain, so an
/// overlap that is reported did happen. One that is shorter than the spacing of the acts can be missed.
/// </remarks>
public static class RecordChecker
{
    /// <summary>Checks one election.</summary>
    /// <param name="election">Its name.</param>
    /// <param name="lines">The lines of all records, in any order.</param>
    public static RecordReport Check(string election, IEnumerable<RecordLine> lines)
    {
        var ordered = lines.Where(line => line.Election == election).OrderBy(line => line.AtNanoseconds).ToList();
        var intervals = ActingInterval.Of(ordered);
        var overlaps = Overlaps(intervals).ToList();
        return new RecordReport
        {
            Election = election,
            Intervals = intervals,
            Acts = ordered.Count(line => line.Kind == RecordKind.Act),
            RefusedWrites = ordered.Count(line => line.Kind == RecordKind.Refused),
            Gaps = Gaps(intervals),
            Overlaps = overlaps,
            Comparisons = ((long)intervals.Count * (intervals.Count - 1) / 2) + ordered.Count,
            Violations = [.. overlaps.Select(overlap => $"{overlap}"), .. FallingTerms(ordered), .. SharedTerms(ordered), .. LateWrites(ordered)],
        };
    }

    private static IReadOnlyList<LeaderGap> Gaps(IReadOnlyList<ActingInterval> intervals) =>
    [
        .. intervals.Zip(intervals.Skip(1), (before, after) =>
            new LeaderGap(before.Term, after.Term, after.FirstNanoseconds - before.LastNanoseconds)),
    ];

    /// <summary>One leader: at no instant do two processes, or one process in two terms, act as leader.</summary>
    private static IEnumerable<LeaderOverlap> Overlaps(IReadOnlyList<ActingInterval> intervals)
    {
        for (var i = 0; i < intervals.Count; i++)
        {
            for (var j = i + 1; j < intervals.Count; j++)
            {
                var overlap = new LeaderOverlap(intervals[i], intervals[j]);
                if (overlap.UntilNanoseconds >= overlap.FromNanoseconds)
                {
                    yield return overlap;
                }
            }
        }
    }

    /// <summary>Terms rise: leaderships begin in the order of their terms, and no process ever sees a term after a higher one.</summary>
    private static IEnumerable<string> FallingTerms(List<RecordLine> ordered)
    {
        var begun = ordered.Where(line => line is { Kind: RecordKind.LeadershipBegan, Held: true }).ToList();
        foreach (var (earlier, later) in begun.Zip(begun.Skip(1)))
        {
            if (later.Term <= earlier.Term)
            {
                yield return $"Terms do not rise: {later.Process} began term {later.Term} " +
                    $"after {earlier.Process} had begun term {earlier.Term}.";
            }
        }

        foreach (var process in ordered.Where(line => line.Kind == RecordKind.LeaderSeen).GroupBy(line => line.Process))
        {
            foreach (var (earlier, later) in process.Zip(process.Skip(1)))
            {
                if (later.Term < earlier.Term)
                {
                    yield return $"Terms do not rise: {process.Key} saw term {later.Term} after term {earlier.Term}.";
                }
            }
        }
    }

    /// <summary>Terms rise: each term belongs to one session, which all members see alike.</summary>
    private static IEnumerable<string> SharedTerms(List<RecordLine> ordered)
    {
        foreach (var term in ordered.Where(line => line.Kind is RecordKind.LeadershipBegan or RecordKind.Act).GroupBy(line => line.Term))
        {
            var processes = term.Select(line => line.Process).Distinct().ToList();
            if (processes.Count > 1)
            {
                yield return $"Term {term.Key} belongs to several processes: {string.Join(", ", processes)}.";
            }
        }

        foreach (var term in ordered.Where(line => line is { Kind: RecordKind.LeaderSeen, Leader: not null }).GroupBy(line => line.Term))
        {
            var leaders = term.Select(line => line.Leader).Distinct().ToList();
            if (leaders.Count > 1)
            {
                yield return $"Term {term.Key} was seen with several leaders: {string.Join(", ", leaders)}.";
            }
        }
    }

    /// <summary>Fencing: once a write in some term was accepted, none that begins later in a lower term is.</summary>
    private static IEnumerable<string> LateWrites(List<RecordLine> ordered)
    {
        var acts = ordered.Where(line => line.Kind == RecordKind.Act).ToList();
        var byEnd = acts.OrderBy(act => act.EndNanoseconds).ToList();
        var ended = 0;
        RecordLine? highest = null;
        foreach (var act in acts)
        {
            for (; ended < byEnd.Count && byEnd[ended].EndNanoseconds < act.AtNanoseconds; ended++)
            {
                highest = highest is null || byEnd[ended].Term > highest.Term ? byEnd[ended] : highest;
            }

            if (highest is not null && highest.Term > act.Term)
            {
                yield return $"Stale write accepted: '{act.Operation}' of {act.Process} in term {act.Term}, " +
                    $"after a write of {highest.Process} in term {highest.Term}.";
            }
        }
    }
}
