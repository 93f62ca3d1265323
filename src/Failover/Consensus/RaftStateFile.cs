using System.Buffers.Binary;
using DotNext.Net.Cluster;

namespace Failover.Consensus;

/// <summary>
/// Reads the file in which DotNext 6.12 keeps Raft term and vote. It has no checksum, and DotNext takes a missing or
/// short one for "no vote, Raft term 0": hence <see cref="MemberRecord"/> beside it.
/// </summary>
internal static class RaftStateFile
{
    private static readonly int s_length = 1 + ClusterMemberId.Size + sizeof(long);

    /// <summary>Returns the Raft term and the vote as they are on disk, or null when the file is missing or short.</summary>
    /// <param name="path">The file.</param>
    /// <param name="flush">Whether to wait until what is read is on disk.</param>
    public static (long RaftTerm, string? Vote)? Read(string path, bool flush = false)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        Span<byte> content = stackalloc byte[s_length + 1];
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (RandomAccess.Read(handle, content, 0) != s_length || content[0] > 1)
        {
            return null;
        }

        if (flush && !OperatingSystem.IsWindows())
        {
            RandomAccess.FlushToDisk(handle);
        }

        var vote = content[0] == 1 ? Convert.ToHexString(content.Slice(1, ClusterMemberId.Size)) : null;
        return (BinaryPrimitives.ReadInt64LittleEndian(content[(1 + ClusterMemberId.Size)..]), vote);
    }
}
