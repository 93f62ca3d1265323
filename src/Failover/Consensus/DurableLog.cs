using System.Diagnostics;
using DotNext.IO.Log;
using DotNext.Net.Cluster.Consensus.Raft;
using DotNext.Net.Cluster.Consensus.Raft.StateMachine;
using Failover.Diagnostics;

namespace Failover.Consensus;

/// <summary>DotNext's log with the promises it does not keep by itself (design section 5, rule 10).</summary>
/// <remarks>
/// <para>The duties, in this order:</para>
/// <list type="number">
/// <item>Entries from a coordinator are taken whole and checked before the log changes; those it has are left alone.</item>
/// <item>Before entries that were acknowledged to an earlier coordinator are replaced, the progress record is taken back.</item>
/// <item>Entries are flushed, then the progress record is written, and only then are they acknowledged or committed.</item>
/// <item>Raft terms never fall along the log: an entry of a leadership that is over is not appended.</item>
/// <item>Any failure to write is final. It is reported, and no flush is tried again. What fails where nobody waits is found by
/// <see cref="RaftHealth"/>.</item>
/// </list>
/// <para>
/// The interface is listed again so that DotNext calls the methods here instead of the inherited ones. Two concurrent
/// waits for a flush would end the process in DotNext, so flushes and commits take turns.
/// </para>
/// </remarks>
internal sealed partial class DurableLog : WriteAheadLog, IAuditTrail<IRaftLogEntry>
{
    private const long MinFreeSpace = 16 * 1024 * 1024;

    private static readonly EntryCopier s_copier = new();

    private readonly DataDirectory _directory;
    private readonly StateMachineAdapter _machine;
    private readonly Action<Exception> _fail;
    private readonly Func<long> _freeSpace;
    private readonly PromiseKeeper _promises;
    private readonly SemaphoreSlim _tailTurn = new(1, 1);
    private readonly SemaphoreSlim _flushTurn = new(1, 1);
    private Task? _initialization;
    private long _lastTerm;
    private bool _isClosing;
    private int _arrivals;
    private (long Data, long Metadata) _durablePages = (-1, -1);

    public DurableLog(DataDirectory directory, StateMachineAdapter machine, Func<long> freeSpace, Action<Exception> fail)
        : base(
            new Options
            {
                Location = directory.RaftPath,
                ChunkSize = RaftPageFiles.DataPageLength,
                MemoryManagement = MemoryManagementStrategy.PrivateMemory,
                HashAlgorithm = IntegrityHashAlgorithm.XxHash3,
            },
            machine)
    {
        _directory = directory;
        _machine = machine;
        _freeSpace = freeSpace;
        _fail = fail;
        _promises = new PromiseKeeper(directory, this);
        DurableFile.FlushDirectory(directory.RaftPath);
    }

    /// <summary>Called after each commit, of a coordinator or a follower. Must not block or throw.</summary>
    public Action? Committed { get; set; }

    public long RaftTerm => ((IPersistentState)this).Term;

    /// <summary>Whether something that a coordinator sent is being stored or committed. Meanwhile DotNext does not miss that coordinator.</summary>
    public bool IsTaking => Volatile.Read(ref _arrivals) > 0;

    /// <summary>Whether everything that is in the log is known to be committed.</summary>
    public bool IsCommitted => LastCommittedEntryIndex >= LastEntryIndex;

    /// <summary>Verifies the log's checksums, and only then lets its committed entries be applied. Once, however often it is called.</summary>
    public override Task InitializeAsync(CancellationToken token = default) => _initialization ??= VerifyAndReplayAsync(token);

    /// <summary>Returns when nothing that this process says next can contradict the record of its promises.</summary>
    public async ValueTask KeepPromisesAsync(CancellationToken token)
    {
        try
        {
            await _promises.KeepAsync(token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or ObjectDisposedException))
        {
            _fail(error);
            throw;
        }
    }

    /// <summary>Appends an entry of this member, if it is of the current Raft term.</summary>
    /// <exception cref="NotCoordinatorException">It is not.</exception>
    public async ValueTask<long> AppendProposalAsync(BinaryLogEntry entry, CancellationToken token)
    {
        await _tailTurn.WaitAsync(token).ConfigureAwait(false);
        try
        {
            return entry.Term == RaftTerm
                ? await AppendOwnAsync(entry).ConfigureAwait(false)
                : throw new NotCoordinatorException($"Raft term {entry.Term} is over; it is {RaftTerm} now.");
        }
        finally
        {
            _tailTurn.Release();
        }
    }

    /// <summary>
    /// Begins to flush what was appended, beside its replication; a commit waits for its end. A failure is reported like every other.
    /// </summary>
    /// <param name="index">The last entry to flush.</param>
    /// <param name="stored">Called when it is on the disk, and not if the log closes before.</param>
    public Task BeginFlushAsync(long index, Action stored) => BesideAsync(async () =>
    {
        await EnsureDurableAsync(index, unlessClosing: true).ConfigureAwait(false);
        if (_directory.Progress.Current.LastIndex >= index)
        {
            stored();
        }
    });

    /// <summary>
    /// Reads what is to be sent. DotNext would hold the log's lock until the receiver has answered: while one receiver is silent the clean-up
    /// after a snapshot waits for that lock, and everything else waits behind the clean-up.
    /// </summary>
    async ValueTask<TResult> IAuditTrail<IRaftLogEntry>.ReadAsync<TResult>(
        ILogEntryConsumer<IRaftLogEntry, TResult> reader,
        long startIndex,
        long endIndex,
        CancellationToken token)
    {
        if (reader.LogEntryMetadataOnly)
        {
            return await ReadAsync(reader, startIndex, endIndex, token).ConfigureAwait(false);
        }

        if (await ReadAsync(s_copier, startIndex, endIndex, token).ConfigureAwait(false) is { } entries)
        {
            return await reader.ReadAsync<BinaryLogEntry, IReadOnlyList<BinaryLogEntry>>(entries, null, token).ConfigureAwait(false);
        }

        // The newest: should its file be replaced before it was read, the receiver counts as silent, and is sent the next one.
        var snapshot = _machine.Snapshot!;
        return await reader.ReadAsync<ISnapshot, ISnapshot[]>([snapshot], snapshot.Index, token).ConfigureAwait(false);
    }

    /// <inheritdoc />
    async ValueTask<long> IAuditTrail<IRaftLogEntry>.AppendAsync<TEntry>(TEntry entry, CancellationToken token)
    {
        await _tailTurn.WaitAsync(token).ConfigureAwait(false);
        try
        {
            return await AppendOwnAsync(entry).ConfigureAwait(false);
        }
        finally
        {
            _tailTurn.Release();
        }
    }

    /// <inheritdoc />
    async ValueTask IAuditTrail<IRaftLogEntry>.AppendAsync<TEntry>(
        ILogEntryProducer<TEntry> entries,
        long startIndex,
        bool skipCommitted,
        CancellationToken token)
    {
        using var arrival = new Arrival(this);
        await _tailTurn.WaitAsync(token).ConfigureAwait(false);
        try
        {
            while (await ReceivedEntries.ReadBatchAsync(entries, token).ConfigureAwait(false) is { Count: > 0 } batch)
            {
                // From here on a cancelled request does not matter: what has arrived is kept, and not sent again.
                await AppendBatchAsync(batch, startIndex).ConfigureAwait(false);
                startIndex += batch.Count;
            }
        }
        finally
        {
            _tailTurn.Release();
        }

        // Also without entries: the reply to a heartbeat vouches for the entry before it.
        await EnsureDurableAsync(startIndex - 1).ConfigureAwait(false);
        await CommitWhatTwoHaveAsync().ConfigureAwait(false);
        Failpoints.Reach(Failpoint.Acknowledging);
    }

    /// <inheritdoc />
    async ValueTask IAuditTrail<IRaftLogEntry>.AppendAsync<TEntry>(TEntry entry, long startIndex, CancellationToken token)
    {
        if (!entry.IsSnapshot)
        {
            throw new InvalidDataException("Entries arrive in batches; this is how a snapshot does.");
        }

        using var arrival = new Arrival(this);
        await _tailTurn.WaitAsync(token).ConfigureAwait(false);
        await _flushTurn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (startIndex <= LastCommittedEntryIndex)
            {
                // Committed since DotNext looked (decision 20): what the snapshot has is here.
                return;
            }

            await AppendAsync(entry, startIndex, token).ConfigureAwait(false);
            _lastTerm = LastEntryIndex == startIndex ? entry.Term : _lastTerm;
            await WriteAsync(async () =>
            {
                await FlushToDiskAsync().ConfigureAwait(false);
                WriteProgress(Math.Max(_directory.Progress.Current.LastIndex, startIndex), installed: startIndex);
            }).ConfigureAwait(false);
        }
        finally
        {
            _flushTurn.Release();
            _tailTurn.Release();
        }
    }

    /// <inheritdoc />
    async ValueTask<long> IAuditTrail.CommitAsync(long endIndex, CancellationToken token)
    {
        if (endIndex <= LastCommittedEntryIndex)
        {
            return 0;
        }

        using var arrival = new Arrival(this);
        await EnsureDurableAsync(endIndex).ConfigureAwait(false);
        await _flushTurn.WaitAsync(token).ConfigureAwait(false);
        try
        {
            Failpoints.Reach(Failpoint.Committing);
            var committed = await CommitAsync(endIndex, token).ConfigureAwait(false);
            Failpoints.Reach(Failpoint.Committed);
            Committed?.Invoke();
            return committed;
        }
        finally
        {
            _flushTurn.Release();
        }
    }

    /// <inheritdoc />
    protected override async ValueTask DisposeAsyncCore()
    {
        // What nobody waits for must not touch the memory of a closed log.
        await _tailTurn.WaitAsync().ConfigureAwait(false);
        await _flushTurn.WaitAsync().ConfigureAwait(false);
        _isClosing = true;
        _flushTurn.Release();
        _tailTurn.Release();
        await base.DisposeAsyncCore().ConfigureAwait(false);
        _promises.Dispose();
    }

    private static async Task BesideAsync(Func<ValueTask> work)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Reported where it happened; or the log is closing.
        }
    }

    private async Task VerifyAndReplayAsync(CancellationToken token)
    {
        // DotNext verifies before it first yields, so a fault is known here.
        var replay = base.InitializeAsync(token);
        if (!replay.IsFaulted)
        {
            _machine.OnLogVerified();
        }

        await replay.ConfigureAwait(false);
        _lastTerm = (await ReadTermsAsync(LastEntryIndex, LastEntryIndex).ConfigureAwait(false)).LastOrDefault();
    }

    private async ValueTask<long> AppendOwnAsync<TEntry>(TEntry entry)
        where TEntry : IRaftLogEntry
    {
        if (entry.Term < _lastTerm)
        {
            throw new NotCoordinatorException($"The log has entries of Raft term {_lastTerm}; Raft term {entry.Term} is over.");
        }

        var index = 0L;
        await WriteAsync(async () =>
        {
            EnsureSpace(entry.Length ?? 0);
            index = await AppendAsync(entry, CancellationToken.None).ConfigureAwait(false);
        }).ConfigureAwait(false);
        _lastTerm = entry.Term;
        return index;
    }

    private async ValueTask AppendBatchAsync(List<BinaryLogEntry> batch, long startIndex)
    {
        var known = await CountKnownAsync(batch, startIndex).ConfigureAwait(false);
        if (known == batch.Count)
        {
            return;
        }

        var fresh = batch[known..];
        startIndex += known;
        Failpoints.Reach(Failpoint.EntriesReceived);
        await _flushTurn.WaitAsync().ConfigureAwait(false);
        try
        {
            await WriteAsync(async () =>
            {
                EnsureSpace(fresh.Sum(entry => (long)entry.Content.Length));
                if (_directory.Progress.Current.LastIndex >= startIndex)
                {
                    WriteProgress(startIndex - 1);
                }

                await AppendAsync(new LogEntryProducer<BinaryLogEntry>(fresh), startIndex, skipCommitted: true, CancellationToken.None)
                    .ConfigureAwait(false);
                Failpoints.Reach(Failpoint.EntriesAppended);
            }).ConfigureAwait(false);
        }
        finally
        {
            _flushTurn.Release();
        }

        _lastTerm = fresh[^1].Term;
    }

    // An entry is known by its index and Raft term. DotNext would write known ones again, and cut off what follows them:
    // a late repetition of an old request would then take back entries that were acknowledged.
    private async ValueTask<int> CountKnownAsync(List<BinaryLogEntry> batch, long startIndex)
    {
        var known = (int)Math.Clamp(LastCommittedEntryIndex - startIndex + 1, 0, batch.Count);
        var lastIndex = Math.Min(LastEntryIndex, startIndex + batch.Count - 1);
        foreach (var term in await ReadTermsAsync(startIndex + known, lastIndex).ConfigureAwait(false))
        {
            if (batch[known].Term != term)
            {
                break;
            }

            known++;
        }

        return known;
    }

    private async ValueTask<long[]> ReadTermsAsync(long startIndex, long endIndex)
    {
        if (startIndex > endIndex || endIndex == 0)
        {
            return [];
        }

        using var reader = await ReadAsync(startIndex, endIndex).ConfigureAwait(false);
        return [.. reader.Select(entry => entry.Term)];
    }

    private async ValueTask EnsureDurableAsync(long index, bool unlessClosing = false)
    {
        if (_directory.Progress.Current.LastIndex >= index)
        {
            return;
        }

        await _flushTurn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_directory.Progress.Current.LastIndex >= index || (unlessClosing && _isClosing))
            {
                return;
            }

            await WriteAsync(async () =>
            {
                var lastIndex = LastEntryIndex;
                await _promises.KeepAsync(CancellationToken.None).ConfigureAwait(false);
                await FlushToDiskAsync().ConfigureAwait(false);
                Failpoints.Reach(Failpoint.EntriesFlushed);
                WriteProgress(lastIndex);
                Failpoints.Reach(Failpoint.ProgressWritten);
            }).ConfigureAwait(false);
        }
        finally
        {
            _flushTurn.Release();
        }
    }

    private async ValueTask FlushToDiskAsync()
    {
        await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        var pages = RaftPageFiles.Newest(_directory.RaftPath);
        if (pages != _durablePages)
        {
            RaftPageFiles.FlushNames(_directory.RaftPath);
            _durablePages = pages;
        }
    }

    private void WriteProgress(long lastIndex, long? installed = null)
    {
        Debug.Assert(_flushTurn.CurrentCount == 0, "The progress record is written in turn.");
        _directory.Progress.Write(new LogProgress(
            lastIndex,
            Math.Min(LastCommittedEntryIndex, lastIndex),
            installed ?? _directory.Progress.Current.InstalledSnapshot));
    }

    private void EnsureSpace(long length)
    {
        var free = _freeSpace();
        if (free < length + MinFreeSpace)
        {
            throw new IOException(
                $"The disk of {_directory.RaftPath} has {free} bytes left; {length + MinFreeSpace} are needed to append an entry of {length} bytes.");
        }
    }

    private async ValueTask WriteAsync(Func<ValueTask> write)
    {
        try
        {
            await write().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or ObjectDisposedException))
        {
            _fail(error);
            throw;
        }
    }

    /// <summary>Counts what is being taken, until it is disposed.</summary>
    private readonly struct Arrival : IDisposable
    {
        private readonly DurableLog _log;

        public Arrival(DurableLog log)
        {
            _log = log;
            Interlocked.Increment(ref log._arrivals);
        }

        public void Dispose() => Interlocked.Decrement(ref _log._arrivals);
    }
}
