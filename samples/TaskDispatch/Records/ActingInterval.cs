namespace TaskDispatch.Records;

/// <summary>From when to when, for certain, a process acted as leader in a term.</summary>
public sealed record ActingInterval(string Member, string Process, long Term, long FirstNanoseconds, long LastNanoseconds)
{
    public override string ToString() => $"{Process} in term {Term}";

    /// <summary>The intervals of all processes and terms, ordered by term and start.</summary>
    /// <param name="lines">Lines of one election.</param>
    internal static IReadOnlyList<ActingInterval> Of(IEnumerable<RecordLine> lines) =>
    [
        .. lines
            .SelectMany(line => HeldInstants(line).Select(instant => (line.Member, line.Process, Term: line.Term!.Value, instant)))
            .GroupBy(held => (held.Member, held.Process, held.Term), held => held.instant)
            .Select(held => new ActingInterval(held.Key.Member, held.Key.Process, held.Key.Term, held.Min(), held.Max()))
            .OrderBy(interval => interval.Term)
            .ThenBy(interval => interval.FirstNanoseconds),
    ];

    private static IEnumerable<long> HeldInstants(RecordLine line)
    {
        if (line.Held == true)
        {
            yield return line.AtNanoseconds;
        }

        if (line is { HeldAtEnd: true, EndNanoseconds: { } end })
        {
            yield return end;
        }
    }
}
