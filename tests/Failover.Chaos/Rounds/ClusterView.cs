using Demo.Cluster;
using TaskDispatch.Records;

namespace Failover.Chaos.Rounds;

/// <summary>Who leads, as far as the members' records tell. Not thread-safe.</summary>
internal sealed class ClusterView(RecordTail records)
{
    private readonly HashSet<long> _ended = [];
    private readonly Dictionary<string, RecordLine> _lives = [];
    private readonly Dictionary<string, RecordLine> _seen = [];
    private int _read;

    /// <summary>The beginning of the newest leadership.</summary>
    public RecordLine? Newest { get; private set; }

    /// <summary>The latest act of the newest leadership.</summary>
    public RecordLine? LastAct { get; private set; }

    /// <summary>Whether the newest leadership was ended by its own service.</summary>
    public bool HasEnded => Newest is null || _ended.Contains(Newest.Term!.Value);

    /// <summary>What a process of a member saw last of the election, or null.</summary>
    public RecordLine? Seen(string member, int processId) =>
        _lives.TryGetValue(member, out var life) && life.Process.EndsWith($"-{processId}", StringComparison.Ordinal)
            ? _seen.GetValueOrDefault(life.Process)
            : null;

    /// <summary>Takes what was written since.</summary>
    public void Read()
    {
        records.Read();
        for (; _read < records.Lines.Count; _read++)
        {
            Take(records.Lines[_read]);
        }
    }

    private void Take(RecordLine line)
    {
        switch (line.Kind)
        {
            case RecordKind.Started when !_lives.TryGetValue(line.Member, out var life) || life.AtNanoseconds < line.AtNanoseconds:
                _lives[line.Member] = line;
                break;
            case RecordKind.LeaderSeen:
                _seen[line.Process] = line;
                break;
            case RecordKind.LeadershipBegan when Newest is null || line.Term > Newest.Term:
                Newest = line;
                LastAct = null;
                break;
            case RecordKind.LeadershipEnded:
                _ended.Add(line.Term!.Value);
                break;
            case RecordKind.Act when line.Term == Newest?.Term && line.HeldAtEnd == true:
                LastAct = line;
                break;
        }
    }
}
