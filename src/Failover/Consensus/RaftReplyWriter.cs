using System.Buffers.Binary;
using System.IO.Pipelines;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus;

/// <summary>Sends DotNext's replies to another member, and says yes where DotNext says no to a snapshot that this member has.</summary>
/// <remarks>
/// DotNext 6.12 rejects a snapshot that reaches no further than what is committed here. Its sender, which did not hear that it had arrived,
/// takes that for a gap and sends the same one again, and nothing else, until it has made a newer one. A snapshot is rejected for no other reason
/// than that or a higher Raft term, which the reply tells (decision 8).
/// </remarks>
/// <param name="inner">The connection.</param>
/// <param name="request">The request that is answered.</param>
internal sealed class RaftReplyWriter(PipeWriter inner, RaftRequestPieces request) : PipeWriter
{
    // The Raft term, and the outcome.
    private const int SnapshotReplyLength = sizeof(long) + 1;

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(IsKnownSnapshot(source.Span) ? Accepted(source.Span) : source, cancellationToken);

    private bool IsKnownSnapshot(ReadOnlySpan<byte> reply) =>
        request.SnapshotSenderTerm is { } senderTerm
        && reply.Length == SnapshotReplyLength
        && BinaryPrimitives.ReadInt64LittleEndian(reply) <= senderTerm
        && reply[^1] == (byte)HeartbeatResult.Rejected;

    private static byte[] Accepted(ReadOnlySpan<byte> reply) => [.. reply[..^1], (byte)HeartbeatResult.Replicated];
}
