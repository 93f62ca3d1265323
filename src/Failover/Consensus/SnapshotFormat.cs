using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Failover.Consensus;

/// <summary>A snapshot as it is stored and sent: mark, position, length and SHA-256, then the state.</summary>
internal static class SnapshotFormat
{
    private const ulong Mark = 0x31_50_4E_53_4C_4F_41_46; // "FAOLSNP1", little-endian
    private const int DescriptionLength = 32;
    private const int HeaderLength = DescriptionLength + SHA256.HashSizeInBytes;

    public static byte[] Encode(LogPosition position, ReadOnlySpan<byte> state)
    {
        var content = new byte[HeaderLength + state.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(content, Mark);
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(8), position.Index);
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(16), position.RaftTerm);
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(24), state.Length);
        state.CopyTo(content.AsSpan(HeaderLength));
        Hash(content, content.AsSpan(DescriptionLength, SHA256.HashSizeInBytes));
        return content;
    }

    public static bool TryDecode(ReadOnlyMemory<byte> content, out LogPosition position, out ReadOnlyMemory<byte> state)
    {
        position = default;
        state = default;
        if (content.Length < HeaderLength
            || BinaryPrimitives.ReadUInt64LittleEndian(content.Span) != Mark
            || BinaryPrimitives.ReadInt64LittleEndian(content.Span[24..]) != content.Length - HeaderLength)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(content.Span, hash);
        position = new LogPosition(BinaryPrimitives.ReadInt64LittleEndian(content.Span[8..]), BinaryPrimitives.ReadInt64LittleEndian(content.Span[16..]));
        state = content[HeaderLength..];
        return hash.SequenceEqual(content.Span.Slice(DescriptionLength, SHA256.HashSizeInBytes));
    }

    private static void Hash(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(content[..DescriptionLength]);
        hash.AppendData(content[HeaderLength..]);
        hash.GetHashAndReset(destination);
    }
}
