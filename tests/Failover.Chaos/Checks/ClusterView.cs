using TaskDispatch.Records;

namespace Failover.Chaos.Checks;

/// <summary>Who leads, as far as the members' records tell. Not thread-safe.</summary>
internal sealed class ClusterView
{
    private readonly HashSet<long> _ended = [];
    private readonly Dictionary<string, RecordLine> _lives = [];
    private readonly Dictionary<string, RecordLine> _seen = [];

    /// <summary>The beginning of the newest leadership.</summary>
    public RecordLine? Newest { get; private set; }

    /// <summary>The latest act of the newest leadership.</summary>
    public RecordLine? LastAct { get; private set; }

    /// <summary>Whether the newest leadership was ended by its own service.</summary>
    public bool HasEnded => Newest is null || _ended.Contains(Newest.Term!.Value);

    /// <summary>Why members do not agree about a leader that has acted after an instant; null when they do.</summary>
    /// <param name="processes">All members, each with its process, or null when it does not run.</param>
    /// <param name="afterNanoseconds">The instant.</param>
    public string? Disagreement(IReadOnlyDictionary<string, int?> processes, long afterNanoseconds)
    {
        if (Newest is not { } newest)
        {
            return "Nobody ever led.";
        }

        if (processes.Where(process => process.Value is null).Select(process => process.Key).ToList() is { Count: > 0 } ended)
        {
            return $"Not running: {string.Join(", ", ended)}.";
        }

        if (processes.Where(process => !Agrees(process.Key, process.Value)).Select(process => process.Key).ToList() is { Count: > 0 } behind)
        {
            return $"Not aware of {newest.Member} in term {newest.Term}: {string.Join(", ", behind)}.";
        }

        return HasEnded || LastAct is not { } act || act.AtNanoseconds < afterNanoseconds
            ? $"{newest.Member}, the leader in term {newest.Term}, does not act."
            : null;
    }

    /// <summary>Whether a member's process sees the newest leader.</summary>
    public bool Agrees(string member, int? processId) =>
        Newest is { } newest && processId is { } id && Seen(member, id) is { } seen && seen.Term == newest.Term && seen.Leader == newest.Member;

    /// <summary>Takes the next line of any member.</summary>
    public void Take(RecordLine line)
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

    /// <summary>What a process of a member saw last of the election, or null.</summary>
    private RecordLine? Seen(string member, int processId) =>
        _lives.TryGetValue(member, out var life) && life.Process.EndsWith($"-{processId}", StringComparison.Ordinal)
            ? _seen.GetValueOrDefault(life.Process)
            : null;
}
