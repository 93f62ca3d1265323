using System.Buffers.Binary;
using System.Numerics;

namespace Failover.Consensus;

/// <summary>CRC-32C (Castagnoli), the checksum of everything this folder writes itself, snapshots apart.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of some bytes that belong to a number (an entry and its Raft term, say).</summary>
    public static uint Compute(long context, ReadOnlySpan<byte> content)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, (ulong)context);
        for (; content.Length >= sizeof(ulong); content = content[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(content));
        }

        foreach (var value in content)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
