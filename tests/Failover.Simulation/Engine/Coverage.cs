namespace Failover.Simulation.Engine;

/// <summary>Counts what was reached, by name.</summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public long this[string mark] => _counts.GetValueOrDefault(mark);

    public void Mark(string mark, long times = 1) => _counts[mark] = _counts.GetValueOrDefault(mark) + times;

    public void Add(Coverage other)
    {
        foreach (var (mark, times) in other._counts)
        {
            Mark(mark, times);
        }
    }
}
