using DotNext.IO;
using DotNext.IO.Log;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus.Tests;

/// <summary>Entries as they come off a connection, which may have broken in the middle of one.</summary>
internal sealed class FakeEntries(params FakeEntries.Entry[] entries) : ILogEntryProducer<IRaftLogEntry>
{
    private int _position = -1;

    public long RemainingCount => entries.Length - _position - 1;

    public IRaftLogEntry Current => entries[_position];

    public static Entry Whole(long raftTerm, string text) => new(raftTerm, EntryEnvelope.Seal(raftTerm, System.Text.Encoding.UTF8.GetBytes(text)), null);

    public ValueTask<bool> MoveNextAsync() => ValueTask.FromResult(++_position < entries.Length);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal sealed class Entry(long raftTerm, byte[] content, int? declaredLength) : IRaftLogEntry
    {
        public byte[] Content => content;

        public long Term => raftTerm;

        public bool IsReusable => false;

        public bool IsSnapshot { get; init; }

        public long? Length => declaredLength ?? content.Length;

        public ValueTask WriteToAsync<TWriter>(TWriter writer, CancellationToken token)
            where TWriter : IAsyncBinaryWriter => writer.WriteAsync(content, null, token);
    }
}
