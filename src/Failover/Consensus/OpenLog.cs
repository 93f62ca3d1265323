using DotNext.Net.Cluster;
using DotNext.Net.Cluster.Consensus.Raft;
using Failover.Diagnostics;

namespace Failover.Consensus;

/// <summary>The parts of a started <see cref="RaftLog"/>, and the order in which they open and close.</summary>
internal sealed class OpenLog : IAsyncDisposable
{
    private readonly DataDirectory _directory;
    private readonly MarkBook _marks;
    private RaftHealth? _health;
    private MarkTeller? _teller;

    private OpenLog(DataDirectory directory, MarkBook marks, StateMachineAdapter machine, DurableLog storage)
    {
        _directory = directory;
        _marks = marks;
        Machine = machine;
        Storage = storage;
    }

    public StateMachineAdapter Machine { get; }

    public DurableLog Storage { get; }

    public RaftNode? Node { get; private set; }

    public LeadershipWatcher? Watcher { get; private set; }

    public EarlyElection? EarlyElection { get; private set; }

    public HeartbeatThread? Heartbeats { get; private set; }

    public RaftListenerFactory? Listener { get; set; }

    /// <summary>Locks and checks the directory, restores the snapshot, verifies the log, and applies what is known to be committed.</summary>
    public static async Task<OpenLog> OpenAsync(
        ConsensusSettings settings,
        IReplicatedStateMachine machine,
        MarkBook marks,
        Func<long> freeSpace,
        Action<Exception> fail,
        CancellationToken token)
    {
        var directory = DataDirectory.Open(settings);
        DurableLog? storage = null;
        try
        {
            var adapter = new StateMachineAdapter(machine, directory.Snapshots, Failpoints.EntriesPerSnapshot ?? settings.EntriesPerSnapshot, fail);
            RestoreNewest(directory, adapter);
            storage = new DurableLog(directory, adapter, freeSpace, fail);
            await InitializeAsync(directory, storage, token).ConfigureAwait(false);
            marks.Open(directory, fail);
            return new OpenLog(directory, marks, adapter, storage);
        }
        catch
        {
            if (storage is not null)
            {
                await storage.DisposeAsync().ConfigureAwait(false);
            }

            directory.Dispose();
            throw;
        }
    }

    /// <summary>Takes part in the cluster.</summary>
    public async Task JoinAsync(
        Func<OpenLog, RaftNode> createNode,
        Func<RaftNode, RaftHealth> startHealth,
        Func<MarkTeller> startTelling,
        Func<RaftNode, EarlyElection> createEarlyElection,
        Func<RaftNode, HeartbeatThread> startHeartbeats,
        ConsensusSettings settings,
        IReplicatedLogObserver observer,
        CancellationToken token)
    {
        if (settings.Members.Count == 1)
        {
            // DotNext makes the only member the leader without an election; each of its leaderships gets a Raft term all the same.
            await ((IPersistentState)Storage)
                .IncrementTermAsync(ClusterMemberId.FromEndPoint(settings.Members[settings.Self]), token).ConfigureAwait(false);
            await Storage.KeepPromisesAsync(token).ConfigureAwait(false);
        }

        Node = createNode(this);
        Watcher = new LeadershipWatcher(Node, settings, observer);
        Heartbeats = startHeartbeats(Node);
        await Node.StartAsync(token).ConfigureAwait(false);
        _health = startHealth(Node);
        _teller = startTelling();
        EarlyElection = createEarlyElection(Node);
    }

    public async ValueTask DisposeAsync()
    {
        Heartbeats?.Dispose();
        try
        {
            // The log closes when nobody can read it any more.
            foreach (var part in new IAsyncDisposable?[] { _teller, EarlyElection, _health, Node, Watcher, Listener })
            {
                if (part is not null)
                {
                    await part.DisposeAsync().ConfigureAwait(false);
                }
            }

            await Machine.FlushAsync().ConfigureAwait(false);
            await Storage.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _marks.Close();
            _directory.Dispose();
        }
    }

    private static void RestoreNewest(DataDirectory directory, StateMachineAdapter adapter)
    {
        if (directory.Newest is not { } newest)
        {
            return;
        }

        try
        {
            adapter.Restore(newest.Snapshot, newest.State);
        }
        catch (InvalidDataException error)
        {
            throw directory.Damaged(newest.Snapshot.Path, "The snapshot is sound, but this version cannot read the state in it.", error);
        }
    }

    private static async Task InitializeAsync(DataDirectory directory, DurableLog storage, CancellationToken token)
    {
        try
        {
            await storage.InitializeAsync(token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw directory.Damaged(directory.RaftPath, "The log does not match its checksums, or parts of it are missing.", error);
        }
    }
}
