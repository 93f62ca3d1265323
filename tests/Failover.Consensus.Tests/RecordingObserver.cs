namespace Failover.Consensus.Tests;

internal sealed class RecordingObserver : IReplicatedLogObserver
{
    private readonly Lock _lock = new();
    private readonly List<string> _events = [];
    private readonly List<(long RaftTerm, long Index)> _stored = [];

    public Signal Changed { get; } = new();

    public TimeSpan? BusySince { get; set; }

    public long? LeadsIn { get; private set; }

    public string? Coordinator { get; private set; }

    public Exception? Failure { get; private set; }

    public string[] Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>What it has stored as the coordinator, and was to tell the others.</summary>
    public (long RaftTerm, long Index)[] Stored
    {
        get
        {
            lock (_lock)
            {
                return [.. _stored];
            }
        }
    }

    public void OnBecameCoordinator(long raftTerm) => Record($"became {raftTerm}", () => LeadsIn = raftTerm);

    public void OnCeasedCoordinator(long raftTerm) => Record($"ceased {raftTerm}", () => LeadsIn = null);

    public void OnStored(long raftTerm, long index)
    {
        lock (_lock)
        {
            _stored.Add((raftTerm, index));
        }

        Changed.Raise();
    }

    public void OnCoordinatorChanged(string? member) => Record($"coordinator {member ?? "-"}", () => Coordinator = member);

    public void OnFailed(Exception error) => Record($"failed {error.Message}", () => Failure = error);

    private void Record(string what, Action change)
    {
        lock (_lock)
        {
            _events.Add(what);
            change();
        }

        Changed.Raise();
    }
}
