using System.Buffers;
using DotNext.IO;
using DotNext.Net.Cluster.Consensus.Raft.StateMachine;
using Failover.Diagnostics;

namespace Failover.Consensus;

/// <summary>Applies DotNext's log to our state machine, and makes, keeps and installs its snapshots.</summary>
/// <remarks>
/// DotNext calls <see cref="ApplyAsync"/> for one entry at a time, and never while it installs a snapshot. An exception out of
/// it would poison DotNext's log for ever; here a failure is reported once, and nothing is applied after it.
/// </remarks>
internal sealed class StateMachineAdapter(
    IReplicatedStateMachine machine,
    SnapshotStore store,
    int entriesPerSnapshot,
    Action<Exception> fail) : IStateMachine
{
    private readonly TaskCompletionSource _verified = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile StoredSnapshot? _snapshot;
    private Task _saving = Task.CompletedTask;
    private long _snapshotRequestedAt;
    private long _appliedIndex;
    private bool _hasFailed;

    /// <inheritdoc />
    public ISnapshot? Snapshot => _snapshot;

    /// <summary>Restores the state at start, before the log is opened.</summary>
    public void Restore(StoredSnapshot snapshot, ReadOnlyMemory<byte> state)
    {
        machine.Restore(new LogPosition(snapshot.Index, snapshot.Term), state);
        _snapshot = snapshot;
        _snapshotRequestedAt = _appliedIndex = snapshot.Index;
    }

    /// <summary>Lets entries through. DotNext starts to apply when its log is constructed, before it has verified its checksums.</summary>
    public void OnLogVerified() => _verified.TrySetResult();

    /// <inheritdoc />
    public async ValueTask<long> ApplyAsync(LogEntry entry, CancellationToken token)
    {
        if (entry.IsSnapshot)
        {
            await InstallAsync(entry, token).ConfigureAwait(false);
            return entry.Index;
        }

        await _verified.Task.WaitAsync(token).ConfigureAwait(false);
        if (entry.Index <= _appliedIndex)
        {
            // A snapshot was installed after DotNext 6.12 had applied up to here and before it took note of that: it goes on after what is returned.
            return _appliedIndex;
        }

        if (!_hasFailed)
        {
            try
            {
                Apply(entry);
            }
            catch (Exception error)
            {
                _hasFailed = true;
                fail(error);
            }
        }

        return entry.Index;
    }

    /// <inheritdoc />
    public ValueTask ReclaimGarbageAsync(long watermark, CancellationToken token)
    {
        try
        {
            store.Prune();
        }
        catch (IOException error)
        {
            fail(error);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Waits for a snapshot that is being written.</summary>
    public Task FlushAsync() => _saving;

    private void Apply(LogEntry entry)
    {
        var position = new LogPosition(entry.Index, entry.Term);

        // A copy: the log's memory is reused once a snapshot covers the entry.
        if (!entry.TryGetPayload(out var payload) || !EntryEnvelope.TryOpen(entry.Term, payload.ToArray(), out var content))
        {
            throw new InvalidDataException($"Entry {position.Index} of the log does not match its checksum.");
        }

        Failpoints.Reach(Failpoint.Applying);
        machine.Apply(position, content);
        _appliedIndex = position.Index;
        Failpoints.Reach(Failpoint.Applied);
        (entry.Context as PendingProposal)?.OnApplied(position);
        if (position.Index - _snapshotRequestedAt >= entriesPerSnapshot && _saving.IsCompleted)
        {
            _snapshotRequestedAt = position.Index;
            var state = machine.CreateSnapshot();
            _saving = Task.Run(() => Save(position, state));
        }
    }

    private void Save(LogPosition position, ReadOnlyMemory<byte> state)
    {
        try
        {
            Failpoints.Reach(Failpoint.SnapshotTaken);
            var saved = store.Save(position, SnapshotFormat.Encode(position, state.Span));
            Failpoints.Reach(Failpoint.SnapshotSaved);

            // One that a coordinator sent in the meantime is newer.
            if (_snapshot is not { } current || current.Index < saved.Index)
            {
                _snapshot = saved;
            }
        }
        catch (Exception error)
        {
            fail(error);
        }
    }

    private async Task InstallAsync(LogEntry entry, CancellationToken token)
    {
        var content = await entry.ToByteArrayAsync(token: token).ConfigureAwait(false);
        if (!SnapshotFormat.TryDecode(content, out var position, out var state) || position.Index != entry.Index)
        {
            throw new InvalidDataException("A snapshot arrived cut short or changed, and was refused.");
        }

        await _saving.ConfigureAwait(false);
        try
        {
            Failpoints.Reach(Failpoint.SnapshotReceived);
            var saved = store.Save(position, content);
            Failpoints.Reach(Failpoint.SnapshotStored);
            machine.Restore(position, state);
            _snapshotRequestedAt = _appliedIndex = position.Index;
            _snapshot = saved;
        }
        catch (Exception error)
        {
            fail(error);
            throw;
        }
    }
}
