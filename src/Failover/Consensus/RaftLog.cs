using System.Runtime.ExceptionServices;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Failover.Consensus;

/// <summary>The replicated log, on DotNext's Raft. Thread-safe once started.</summary>
/// <remarks>
/// Whatever fails for good (a write, an entry that does not match its checksum, DotNext's node) is reported once through
/// <see cref="IReplicatedLogObserver.OnFailed"/>; from then on this member sends nothing, so it promises nothing.
/// </remarks>
internal sealed class RaftLog : IReplicatedLog
{
    private readonly ConsensusSettings _settings;
    private readonly IReplicatedStateMachine _machine;
    private readonly IReplicatedLogObserver _observer;
    private readonly IConnectionListenerFactory _listenerFactory;
    private readonly IConnectionFactory _connectionFactory;
    private readonly Func<string, CancellationToken, Task<long?>> _peerRaftTerm;
    private readonly MarkBook _marks;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly RaftPace _pace;
    private readonly Lock _disposing = new();
    private OpenLog? _log;
    private Exception? _failure;
    private Task? _disposal;

    /// <param name="settings">The cluster as this member sees it.</param>
    /// <param name="machine">What entries are applied to.</param>
    /// <param name="observer">Is told who coordinates, and of a failure.</param>
    /// <param name="listenerFactory">Gives the Raft connections that other members opened to this one.</param>
    /// <param name="connectionFactory">Opens Raft connections to the addresses in <paramref name="settings"/>.</param>
    /// <param name="peerRaftTerm">Asks a member, by name, for the highest Raft term it knows; null when it does not answer.</param>
    /// <param name="marks">Gets the data directory once it is open.</param>
    /// <param name="logger">Receives what is worth an operator's attention.</param>
    /// <param name="time">Time-outs of exchanges run on it. DotNext's election timers run on the system's clock.</param>
    /// <exception cref="ArgumentException">Time-outs that would keep elections from ending.</exception>
    public RaftLog(
        ConsensusSettings settings,
        IReplicatedStateMachine machine,
        IReplicatedLogObserver observer,
        IConnectionListenerFactory listenerFactory,
        IConnectionFactory connectionFactory,
        Func<string, CancellationToken, Task<long?>> peerRaftTerm,
        MarkBook marks,
        ILogger<RaftLog> logger,
        TimeProvider time)
    {
        // A candidate waits for all answers: one member that is silent for longer than this would spoil every election.
        if (settings.RequestTimeout * 3 > settings.LowerElectionTimeout || settings.ConnectTimeout * 3 > settings.LowerElectionTimeout)
        {
            throw new ArgumentException(
                $"The request time-out ({settings.RequestTimeout}) and the connect time-out ({settings.ConnectTimeout}) must each be "
                + $"at most a third of the lower election time-out ({settings.LowerElectionTimeout}).",
                nameof(settings));
        }

        _settings = settings;
        _machine = machine;
        _observer = observer;
        _listenerFactory = listenerFactory;
        _connectionFactory = connectionFactory;
        _peerRaftTerm = peerRaftTerm;
        _marks = marks;
        _logger = logger;
        _time = time;
        _pace = new RaftPace(settings);
    }

    /// <inheritdoc />
    public long RaftTerm => _log?.Storage.RaftTerm ?? 0;

    /// <summary>The log's storage, once started. For tests.</summary>
    internal DurableLog Storage => _log!.Storage;

    /// <summary>Raft's member, once started. For tests.</summary>
    internal RaftNode Node => _log!.Node!;

    private bool TwoAreQuorum => _settings.Members.Count is 2 or 3;

    /// <summary>Bytes free on the disk of the data directory. Tests lower it.</summary>
    internal Func<string, long> FreeSpace { get; init; } = DiskSpace.Free;

    /// <inheritdoc />
    /// <exception cref="DataDirectoryException">The data directory is in use, somebody else's, or damaged.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var log = await OpenLog.OpenAsync(_settings, _machine, _marks, () => FreeSpace(_settings.DataDirectory), Fail, cancellationToken).ConfigureAwait(false);
        _log = log;
        if (_failure is { } failure)
        {
            await DisposeAsync().ConfigureAwait(false);
            ThrowRefusal();
            throw new InvalidOperationException("The log could not be applied.", failure);
        }

        var storage = log.Storage;
        _logger.LogOpened(
            _settings.DataDirectory, storage.RaftTerm, storage.LastEntryIndex, storage.LastCommittedEntryIndex, log.Machine.Snapshot?.Index ?? 0);
        storage.Committed = SpreadCommit;
        try
        {
            await log.JoinAsync(CreateNode, StartHealth, StartTelling, CreateEarlyElection, StartHeartbeats, _settings, _observer, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            ThrowRefusal(); // It ended the start, whose own error says only that it was cancelled.
            throw;
        }
    }

    /// <inheritdoc />
    public async Task<long> ProposeAsync(ReadOnlyMemory<byte> entry, long raftTerm, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, EntryEnvelope.MaxEntryLength);
        var held = Held(raftTerm) ?? throw new NotCoordinatorException($"This member does not lead in Raft term {raftTerm}.");
        var proposal = new PendingProposal(raftTerm);
        var (storage, node) = (_log!.Storage, _log.Node!);
        long appended;
        try
        {
            appended = await storage.AppendProposalAsync(
                new BinaryLogEntry { Term = raftTerm, Content = EntryEnvelope.Seal(raftTerm, entry.Span), Context = proposal },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or NotCoordinatorException))
        {
            throw new NotCoordinatorException("The entry could not be appended.", error);
        }

        node.TryBeginRound();
        _ = storage.BeginFlushAsync(appended, () => TellStored(raftTerm, appended));
        await using var registration = held.Ended.UnsafeRegister(
            static pending => ((PendingProposal)pending!).Abandon("The leadership ended before the entry was committed."), proposal).ConfigureAwait(false);
        return await proposal.Applied.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<bool> ConfirmLeadershipAsync(long raftTerm, CancellationToken cancellationToken)
    {
        if (Held(raftTerm) is not { } held)
        {
            return false;
        }

        try
        {
            await WholeRoundAsync(() => _log!.Node!.ForceReplicationAsync(cancellationToken), () => ReferenceEquals(Held(raftTerm), held)).ConfigureAwait(false);
            return ReferenceEquals(Held(raftTerm), held);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public async Task ResignAsync(CancellationToken cancellationToken)
    {
        if (_log?.Node is { } node)
        {
            await node.ResignLocallyAsync(cancellationToken).ConfigureAwait(false);
            await _log.Watcher!.SettleAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Succeed(string coordinator, long? raftTerm, int rank)
    {
        if ((raftTerm ?? _log?.Watcher?.RaftTermOf(coordinator)) is { } ended)
        {
            _log?.EarlyElection?.Begin(coordinator, ended, rank);
        }
    }

    /// <inheritdoc />
    public void CoordinatorStored(long raftTerm, long index)
    {
        if (TwoAreQuorum)
        {
            _ = _log?.Storage.CoordinatorStoredAsync(raftTerm, index);
        }
    }

    /// <inheritdoc />
    public void SendHeartbeats(Heartbeat? heartbeat) => _log?.Heartbeats?.Send(heartbeat);

    /// <inheritdoc />
    public void HeartbeatSent() => _log?.Heartbeats?.Sent();

    /// <inheritdoc />
    public bool Hear(long raftTerm)
    {
        if (_failure is not null || RaftTerm != raftTerm || _log is not { Heartbeats: { } heartbeats, EarlyElection: { } earlyElection })
        {
            return false;
        }

        if (!earlyElection.Replaces(raftTerm))
        {
            heartbeats.Heard(raftTerm);
        }

        return true;
    }

    /// <inheritdoc />
    public bool Attest(long raftTerm)
    {
        if (Held(raftTerm) is null)
        {
            return false;
        }

        _log!.Heartbeats!.Attested();
        return true;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        lock (_disposing)
        {
            return new ValueTask(_disposal ??= CloseAsync());
        }
    }

    /// <summary>
    /// Waits for a round of replication that begins after this call, until a quorum has answered it. Where a round begins in the middle of the
    /// call DotNext 6.12 returns at once, before anybody has answered (decision 8); a round that was waited for never returns at once.
    /// </summary>
    internal static async Task WholeRoundAsync(Func<ValueTask> round, Func<bool> isLeading)
    {
        var waiting = round();
        while (waiting.IsCompletedSuccessfully && isLeading())
        {
            waiting = round();
        }

        await waiting.ConfigureAwait(false);
    }

    /// <summary>Only if the Raft term is not over now: so this member voted in no later one before its log had the entry (decision 20).</summary>
    private void TellStored(long raftTerm, long index)
    {
        if (TwoAreQuorum && Held(raftTerm) is not null)
        {
            _observer.OnStored(raftTerm, index);
        }
    }

    private HeldLeadership? Held(long raftTerm) =>
        _failure is null && _log?.Watcher?.Held is { Ended.IsCancellationRequested: false } held
        && held.RaftTerm == raftTerm && RaftTerm == raftTerm
            ? held
            : null;

    /// <summary>Another round, so that the others learn of a commit now and not with the next heartbeat.</summary>
    private void SpreadCommit()
    {
        if (_log is { Node: { } node, Watcher.Held.Ended.IsCancellationRequested: false })
        {
            node.TryBeginRound();
        }
    }

    private RaftNode CreateNode(OpenLog log)
    {
        var listener = new RaftListenerFactory(_listenerFactory, () => StartExchange(isServer: true));
        var connector = new RaftConnectionFactory(_connectionFactory, () => StartExchange(isServer: false));
        log.Listener = listener;
        return RaftNodeFactory.Create(_settings, log.Storage, listener, connector);

        RaftExchange StartExchange(bool isServer) => new(() => _pace.Timeouts, BeforeSendAsync, _time, isServer);

        async ValueTask BeforeSendAsync(RaftRequestKind request, CancellationToken token)
        {
            if (request == RaftRequestKind.PreVote)
            {
                await log.Node!.WaitForUsualTimeoutAsync(token).ConfigureAwait(false);
            }

            if (_failure is { } failure)
            {
                throw new IOException("This member has failed, and sends nothing any more.", failure);
            }

            await log.Storage.KeepPromisesAsync(token).ConfigureAwait(false);
        }
    }

    private RaftHealth StartHealth(RaftNode node) => new(node, _log!.Storage, _settings, _pace, _peerRaftTerm, Fail, _logger, _time);

    private MarkTeller StartTelling() => new(_marks, _settings, _peerRaftTerm, _time);

    private HeartbeatThread StartHeartbeats(RaftNode node) => new(
        node, _log!.Storage, _settings, _pace, () => _failure is not null, new DriverWatch(() => _observer.BusySince, _settings, _pace, _time), _logger);

    private EarlyElection CreateEarlyElection(RaftNode node) => new(node, _settings, _pace, _logger, _time);

    private void ThrowRefusal()
    {
        if (_failure is DataDirectoryException refusal)
        {
            ExceptionDispatchInfo.Throw(refusal);
        }
    }

    private void Fail(Exception error)
    {
        if (Interlocked.CompareExchange(ref _failure, error, null) is null)
        {
            _logger.LogFailed(error);
            _observer.OnFailed(error);
        }
    }

    private async Task CloseAsync()
    {
        if (_log is not { } log)
        {
            return;
        }

        try
        {
            await log.DisposeAsync().AsTask().WaitAsync(_settings.SnapshotTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _logger.CloseTimedOut(_settings.SnapshotTimeout);
        }
        catch (Exception error)
        {
            _logger.CloseFailed(error);
        }
    }
}
