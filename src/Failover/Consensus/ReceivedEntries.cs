using System.Buffers;
using DotNext.IO;
using DotNext.IO.Log;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus;

/// <summary>Takes entries off a connection, whole and checked, before any of them touches the log.</summary>
internal static class ReceivedEntries
{
    private const int BatchLength = EntryEnvelope.MaxEntryLength;

    /// <summary>Reads the next entries, up to a few MiB of them; none when there are no more.</summary>
    /// <exception cref="InvalidDataException">An entry is cut short or changed.</exception>
    public static async ValueTask<List<BinaryLogEntry>> ReadBatchAsync<TEntry>(ILogEntryProducer<TEntry> entries, CancellationToken token)
        where TEntry : IRaftLogEntry
    {
        var batch = new List<BinaryLogEntry>();
        for (var length = 0L; length < BatchLength && await entries.MoveNextAsync().ConfigureAwait(false);)
        {
            var entry = await ReadAsync(entries.Current, token).ConfigureAwait(false);
            length += entry.Content.Length;
            batch.Add(entry);
        }

        return batch;
    }

    private static async ValueTask<BinaryLogEntry> ReadAsync<TEntry>(TEntry entry, CancellationToken token)
        where TEntry : IRaftLogEntry
    {
        if (entry.IsSnapshot || entry.IsConfiguration || entry.CommandId is not null)
        {
            throw new InvalidDataException("An entry of a kind that no member writes arrived, and was refused.");
        }

        if (entry.Length is < 0 or > EntryEnvelope.HeaderLength + EntryEnvelope.MaxEntryLength)
        {
            throw new InvalidDataException($"An entry of {entry.Length} bytes arrived, and was refused.");
        }

        var content = new ArrayBufferWriter<byte>(Math.Max(1, (int)(entry.Length ?? 1)));
        await entry.WriteToAsync(content, token).ConfigureAwait(false);

        // A new coordinator's first entry is empty. Others have an envelope.
        var isWhole = content.WrittenCount == (entry.Length ?? content.WrittenCount)
            && (content.WrittenCount == 0 || EntryEnvelope.TryOpen(entry.Term, content.WrittenMemory, out _));
        return isWhole
            ? new BinaryLogEntry { Term = entry.Term, Content = content.WrittenMemory }
            : throw new InvalidDataException("An entry arrived cut short or changed, and was refused.");
    }
}
