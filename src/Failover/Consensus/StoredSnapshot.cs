using DotNext.IO;
using DotNext.Net.Cluster.Consensus.Raft.StateMachine;

namespace Failover.Consensus;

/// <summary>A snapshot on disk, as DotNext sends it to a member that lags: the file as it is, checksum and all.</summary>
internal sealed class StoredSnapshot(string path, LogPosition position, long length) : ISnapshot
{
    public string Path => path;

    /// <inheritdoc />
    public long Index => position.Index;

    /// <inheritdoc />
    public long Term => position.RaftTerm;

    /// <inheritdoc />
    public bool IsReusable => true;

    /// <inheritdoc />
    public long? Length => length;

    /// <inheritdoc />
    public async ValueTask WriteToAsync<TWriter>(TWriter writer, CancellationToken token)
        where TWriter : IAsyncBinaryWriter
    {
        var content = await File.ReadAllBytesAsync(path, token).ConfigureAwait(false);
        if (!SnapshotFormat.TryDecode(content, out _, out _))
        {
            throw new InvalidDataException($"The snapshot {path} is damaged and was not sent.");
        }

        await writer.WriteAsync(content, null, token).ConfigureAwait(false);
    }
}
