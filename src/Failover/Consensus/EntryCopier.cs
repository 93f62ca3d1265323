using DotNext.IO;
using DotNext.IO.Log;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus;

/// <summary>Copies entries out of the log, so that its lock is not held while they are sent (decision 8). Null where a snapshot covers the first.</summary>
internal sealed class EntryCopier : ILogEntryConsumer<IRaftLogEntry, IReadOnlyList<BinaryLogEntry>?>
{
    /// <summary>No further entry is copied once there are so many bytes; the rest is sent in the next round.</summary>
    private const long EnoughBytes = EntryEnvelope.MaxEntryLength;

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<BinaryLogEntry>?> ReadAsync<TEntry, TList>(TList entries, long? snapshotIndex, CancellationToken token)
        where TEntry : notnull, IRaftLogEntry
        where TList : notnull, IReadOnlyList<TEntry>
    {
        if (snapshotIndex is not null)
        {
            return null;
        }

        List<BinaryLogEntry> copies = new(entries.Count);
        var bytes = 0L;
        for (var index = 0; index < entries.Count && bytes < EnoughBytes; index++)
        {
            var content = await entries[index].ToByteArrayAsync(token: token).ConfigureAwait(false);
            bytes += content.Length;
            copies.Add(new BinaryLogEntry { Term = entries[index].Term, Content = content, CommandId = entries[index].CommandId });
        }

        return copies;
    }
}
