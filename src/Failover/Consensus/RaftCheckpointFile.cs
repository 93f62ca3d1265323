using System.Buffers.Binary;

namespace Failover.Consensus;

/// <summary>
/// The file in which DotNext 6.12 keeps how far its log is committed and written. It has no checksum, and DotNext takes
/// an empty one for an empty log: hence <see cref="LogProgress"/> beside it.
/// </summary>
internal static class RaftCheckpointFile
{
    private const int Length = 20;
    private const uint Version = 1;

    /// <summary>Returns what the file says, or null when it is missing or not of the expected form.</summary>
    public static (long CommitIndex, long LastIndex)? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var content = File.ReadAllBytes(path);
        return content.Length == Length && BinaryPrimitives.ReadUInt32LittleEndian(content) == Version
            ? (BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(4)), BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(12)))
            : null;
    }

    public static void Write(string path, long commitIndex, long lastIndex)
    {
        Span<byte> content = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt32LittleEndian(content, Version);
        BinaryPrimitives.WriteInt64LittleEndian(content[4..], commitIndex);
        BinaryPrimitives.WriteInt64LittleEndian(content[12..], lastIndex);
        DurableFile.Replace(path, content);
    }
}
