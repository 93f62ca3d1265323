using System.IO.Pipelines;

namespace Failover.Consensus;

/// <summary>The receiving half of a <see cref="RaftConnection"/>: each wait is a step of the exchange.</summary>
internal sealed class RaftPipeReader(PipeReader inner, RaftExchange exchange) : PipeReader
{
    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        TryRead(minimumSize: 1, out var result)
            ? ValueTask.FromResult(result)
            : exchange.ReceiveAsync(inner.ReadAsync, cancellationToken);

    public override bool TryRead(out ReadResult result) => TryRead(minimumSize: 1, out result);

    protected override ValueTask<ReadResult> ReadAtLeastAsyncCore(int minimumSize, CancellationToken cancellationToken) =>
        TryRead(minimumSize, out var result)
            ? ValueTask.FromResult(result)
            : exchange.ReceiveAsync(token => inner.ReadAtLeastAsync(minimumSize, token), cancellationToken);

    // What is there already needs no timer.
    private bool TryRead(int minimumSize, out ReadResult result)
    {
        if (!inner.TryRead(out result))
        {
            return false;
        }

        if (result.Buffer.Length >= minimumSize || result.IsCompleted || result.IsCanceled)
        {
            exchange.Received();
            return true;
        }

        inner.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        return false;
    }
}
