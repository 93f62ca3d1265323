using System.IO.Pipelines;

namespace Failover.Consensus.Tests;

/// <summary>Shows a stream a few bytes at a time, as a network may: whoever has seen and not taken them is shown a few more.</summary>
internal sealed class ChoppedReader(PipeReader inner, int pieceLength) : PipeReader
{
    private ReadResult _last;
    private long _shown;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Chop(await inner.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        var hasRead = inner.TryRead(out var read);
        result = hasRead ? Chop(read) : default;
        return hasRead;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // What was examined and not taken is shown again, with what follows.
        _shown = _last.Buffer.Slice(consumed, examined).Length;
        var isRest = examined.Equals(_last.Buffer.End);
        inner.AdvanceTo(consumed, isRest ? examined : consumed);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private ReadResult Chop(ReadResult read)
    {
        _last = read;
        var length = Math.Min(read.Buffer.Length, _shown + pieceLength);
        return new ReadResult(read.Buffer.Slice(0, length), read.IsCanceled, read.IsCompleted && length == read.Buffer.Length);
    }
}
