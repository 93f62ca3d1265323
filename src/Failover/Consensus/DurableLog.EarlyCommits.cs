using System.Diagnostics.CodeAnalysis;
using DotNext.IO.Log;

namespace Failover.Consensus;

/// <summary>Commits of which the coordinator has not told yet (decision 20).</summary>
internal sealed partial class DurableLog
{
    private volatile StoredEntry? _coordinatorStored;

    /// <summary>
    /// The coordinator of a Raft term has an entry of that term on its disk, in a cluster of which two members are a quorum (decision 20). The
    /// entry is committed here as soon as this member has it on disk, too. A failure is reported like every other.
    /// </summary>
    public Task CoordinatorStoredAsync(long raftTerm, long index)
    {
        _coordinatorStored = new StoredEntry(raftTerm, index);
        return BesideAsync(CommitWhatTwoHaveAsync);
    }

    /// <summary>
    /// An entry is committed that a quorum stored in the entry's own Raft term (decision 20). The coordinator said that it did. This member did if it has the
    /// entry, and the Raft term is not over here, which is looked at last.
    /// </summary>
    private async ValueTask CommitWhatTwoHaveAsync()
    {
        if (!IsWaiting(out var stored))
        {
            return;
        }

        await _tailTurn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_isClosing && IsWaiting(out stored)
                && await ReadTermsAsync(stored.Index, stored.Index).ConfigureAwait(false) is [var term] && term == stored.RaftTerm
                && RaftTerm == stored.RaftTerm)
            {
                await ((IAuditTrail)this).CommitAsync(stored.Index, CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            _tailTurn.Release();
        }

        bool IsWaiting([NotNullWhen(true)] out StoredEntry? entry)
        {
            entry = _coordinatorStored;
            return entry is not null && entry.Index > LastCommittedEntryIndex && entry.Index <= _directory.Progress.Current.LastIndex;
        }
    }

    private sealed record StoredEntry(long RaftTerm, long Index);
}
