using DotNext.Net.Cluster;
using DotNext.Net.Cluster.Consensus.Raft;
using Failover.Diagnostics;

namespace Failover.Consensus;

/// <summary>
/// Keeps <see cref="MemberRecord"/> abreast of DotNext's Raft term and vote: before any byte leaves this process on a
/// Raft connection, and before an entry counts as durable, the record on disk covers both.
/// </summary>
/// <remarks>Thread-safe. The usual case, nothing changed, costs two comparisons.</remarks>
internal sealed class PromiseKeeper(DataDirectory directory, IPersistentState state) : IDisposable
{
    // DotNext answers "voted for whoever asks" while it has no vote, so nobody's id tells whether there is one.
    private static readonly ClusterMemberId s_nobody = new(new Random(0));

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile Promise _kept = Promise.Of(directory.Record);

    /// <summary>Returns when the record on disk covers the Raft term and vote that DotNext has on disk now.</summary>
    /// <exception cref="IOException">The record could not be written; nothing may be sent any more.</exception>
    public ValueTask KeepAsync(CancellationToken token) => IsKept() ? ValueTask.CompletedTask : new ValueTask(WriteAsync(token));

    public void Dispose() => _turn.Dispose();

    private bool IsKept()
    {
        var kept = _kept;
        return kept.RaftTerm == state.Term && (kept.Vote is { } vote ? state.IsVotedFor(vote) : state.IsVotedFor(s_nobody));
    }

    private async Task WriteAsync(CancellationToken token)
    {
        await _turn.WaitAsync(token).ConfigureAwait(false);
        try
        {
            if (IsKept())
            {
                return;
            }

            // The file, not the memory: DotNext changes its memory first, and ours must never be ahead of its disk.
            // What the caller is about to send rests on a change that DotNext has already written.
            if (RaftStateFile.Read(directory.RaftStatePath) is { } unchanged && unchanged == (directory.Record.RaftTerm, directory.Record.Vote))
            {
                // A vote that was cancelled before it was written: DotNext's memory has it, its disk never will.
                return;
            }

            var stored = RaftStateFile.Read(directory.RaftStatePath, flush: true)
                ?? throw new IOException($"{directory.RaftStatePath} has vanished or was cut short.");
            Failpoints.Reach(Failpoint.PromiseNotWritten);
            var record = directory.Keep(record => record with { RaftTerm = stored.RaftTerm, Vote = stored.Vote });
            Failpoints.Reach(Failpoint.PromiseWritten);
            _kept = Promise.Of(record);
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed record Promise(long RaftTerm, ClusterMemberId? Vote)
    {
        public static Promise Of(MemberRecord record) =>
            new(record.RaftTerm, record.Vote is { } vote ? new ClusterMemberId(Convert.FromHexString(vote)) : null);
    }
}
