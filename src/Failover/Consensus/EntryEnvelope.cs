using System.Buffers.Binary;

namespace Failover.Consensus;

/// <summary>
/// Wraps an entry with its length and a checksum that also covers its Raft term, so that a follower can refuse an
/// entry that a broken connection cut short, and a member an entry that its disk changed.
/// </summary>
internal static class EntryEnvelope
{
    /// <summary>The longest entry, in bytes.</summary>
    public const int MaxEntryLength = 4 * 1024 * 1024;

    /// <summary>Length and checksum, four bytes each.</summary>
    public const int HeaderLength = 8;

    public static byte[] Seal(long raftTerm, ReadOnlySpan<byte> entry)
    {
        var envelope = new byte[HeaderLength + entry.Length];
        BinaryPrimitives.WriteInt32LittleEndian(envelope, entry.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(envelope.AsSpan(4), Crc32C.Compute(raftTerm, entry));
        entry.CopyTo(envelope.AsSpan(HeaderLength));
        return envelope;
    }

    public static bool TryOpen(long raftTerm, ReadOnlyMemory<byte> envelope, out ReadOnlyMemory<byte> entry)
    {
        entry = default;
        if (envelope.Length < HeaderLength
            || BinaryPrimitives.ReadInt32LittleEndian(envelope.Span) != envelope.Length - HeaderLength)
        {
            return false;
        }

        entry = envelope[HeaderLength..];
        return BinaryPrimitives.ReadUInt32LittleEndian(envelope.Span[4..]) == Crc32C.Compute(raftTerm, entry.Span);
    }
}
