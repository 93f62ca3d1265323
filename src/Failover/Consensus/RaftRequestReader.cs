using System.Buffers;
using System.IO.Pipelines;

namespace Failover.Consensus;

/// <summary>Shows DotNext the requests of another member one piece at a time.</summary>
/// <remarks>
/// DotNext 6.12 takes whatever has arrived, and for the next piece then asks for as many bytes as it is long, even if it has a part of it
/// already. If a request arrived in two parts, or lay in two buffers, it would wait for bytes that nobody sends. Here it never
/// gets a part of a piece that it has not asked for. It also takes the end of a stream within a request for an endless row of
/// empty reads, and would try for ever, on a thread of the pool; here that is an error.
/// </remarks>
/// <param name="inner">The connection.</param>
/// <param name="pieces">Follows what is read here.</param>
internal sealed class RaftRequestReader(PipeReader inner, RaftRequestPieces pieces) : PipeReader
{
    private ReadOnlySequence<byte> _shown;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Show(await inner.ReadAsync(cancellationToken).ConfigureAwait(false));

    // DotNext reads asynchronously when this says no.
    public override bool TryRead(out ReadResult result)
    {
        result = default;
        return false;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        pieces.Read(_shown.Slice(0, consumed));
        _shown = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    protected override async ValueTask<ReadResult> ReadAtLeastAsyncCore(int minimumSize, CancellationToken cancellationToken)
    {
        if (minimumSize > pieces.Rest)
        {
            throw new InvalidDataException($"{minimumSize} bytes of a Raft request were asked for, where {pieces.Rest} were expected.");
        }

        return Show(await inner.ReadAtLeastAsync(minimumSize, cancellationToken).ConfigureAwait(false));
    }

    private ReadResult Show(ReadResult read)
    {
        if (read is { IsCompleted: true, Buffer.IsEmpty: true } && !pieces.IsBetweenRequests)
        {
            inner.AdvanceTo(read.Buffer.End);
            throw new EndOfStreamException("The connection ended within a Raft request.");
        }

        _shown = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, pieces.Rest));
        return new ReadResult(_shown, read.IsCanceled, read.IsCompleted && _shown.Length == read.Buffer.Length);
    }
}
