using System.Text;
using System.Text.Json;

namespace Failover.RaftModel.Tests.Clusters;

/// <summary>All that a driver of the core gets to see of Raft in one life of a member.</summary>
internal sealed class MemberView(string member, Action changed) : IReplicatedStateMachine, IReplicatedLogObserver
{
    private readonly Lock _lock = new();
    private readonly List<AppliedEntry> _applied = [];
    private readonly List<string> _events = [];
    private readonly List<(long RaftTerm, long LastIndex)> _became = [];
    private long? _leadsIn;
    private string? _coordinator;

    public string Member => member;

    public TimeSpan? BusySince => null;

    /// <summary>Is told what this member has stored as the leader, to tell it to the others.</summary>
    public Action<long, long>? Stored { get; set; }

    /// <summary>How often the state was replaced by that of a snapshot.</summary>
    public int Restored { get; private set; }

    public Exception? Failure { get; private set; }

    public long? LeadsIn => Read(() => _leadsIn);

    public string? Coordinator => Read(() => _coordinator);

    public AppliedEntry[] Applied => Read(() => _applied.ToArray());

    public string[] Contents => Read(() => _applied.Select(entry => entry.Content).ToArray());

    public string[] Events => Read(() => _events.ToArray());

    /// <summary>The Raft terms in which it came to lead, with the last index that it had applied by then.</summary>
    public (long RaftTerm, long LastIndex)[] Became => Read(() => _became.ToArray());

    public void Apply(LogPosition position, ReadOnlyMemory<byte> entry) =>
        Change(() => _applied.Add(new AppliedEntry(position.Index, position.RaftTerm, Encoding.UTF8.GetString(entry.Span))));

    public ReadOnlyMemory<byte> CreateSnapshot() => JsonSerializer.SerializeToUtf8Bytes(Applied);

    public void Restore(LogPosition position, ReadOnlyMemory<byte> snapshot) => Change(() =>
    {
        _applied.Clear();
        _applied.AddRange(JsonSerializer.Deserialize<AppliedEntry[]>(snapshot.Span)!);
        Restored++;
    });

    public void OnBecameCoordinator(long raftTerm) => Change(() =>
    {
        _events.Add("became");
        _leadsIn = raftTerm;
        _became.Add((raftTerm, _applied.Count == 0 ? 0 : _applied[^1].Index));
    });

    public void OnCeasedCoordinator(long raftTerm) => Change(() =>
    {
        _events.Add("ceased");
        _leadsIn = null;
    });

    public void OnStored(long raftTerm, long index) => Stored?.Invoke(raftTerm, index);

    public void OnCoordinatorChanged(string? member) => Change(() => _coordinator = member);

    public void OnFailed(Exception error) => Change(() => Failure = error);

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
        }

        changed();
    }
}
