using TaskDispatch.Records;

namespace TaskDispatch.Cluster;

/// <summary>Follows the members' records while they are written. Not thread-safe.</summary>
public sealed class RecordTail(string directory) : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    private readonly RecordFollower _records = new(directory);
    private readonly List<RecordLine> _lines = [];
    private readonly PeriodicTimer _timer = new(PollInterval);

    /// <summary>All lines read so far, in the order in which they were read.</summary>
    public IReadOnlyList<RecordLine> Lines => _lines;

    /// <summary>The newest leadership that began, or null.</summary>
    public RecordLine? Leadership => _lines.Where(line => line.Kind == RecordKind.LeadershipBegan).MaxBy(line => line.Term);

    /// <summary>Reads on until a line fits, from those after <paramref name="from"/> on; null when that takes too long.</summary>
    public async Task<RecordLine?> WaitForAsync(Func<RecordLine, bool> fits, int from, TimeSpan patience)
    {
        var deadline = BootClock.NowNanoseconds + (patience.TotalMilliseconds * 1e6);
        do
        {
            Read();
            if (_lines.Skip(from).FirstOrDefault(fits) is { } found)
            {
                return found;
            }
        }
        while (await _timer.WaitForNextTickAsync() && BootClock.NowNanoseconds < deadline);

        return null;
    }

    /// <summary>Takes what has been written since.</summary>
    public void Read() => _lines.AddRange(_records.ReadNew());

    public void Dispose() => _timer.Dispose();
}
