using System.IO.Pipelines;

namespace Failover.Consensus;

/// <summary>The receiving half of a <see cref="RaftConnection"/>.</summary>
internal sealed class RaftPipeReader(PipeReader inner, RaftExchange exchange) : PipeReader
{
    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        exchange.ReceiveAsync(inner.ReadAsync, cancellationToken);

    // No short cut past the exchange, which has to see every step.
    public override bool TryRead(out ReadResult result)
    {
        result = default;
        return false;
    }

    protected override ValueTask<ReadResult> ReadAtLeastAsyncCore(int minimumSize, CancellationToken cancellationToken) =>
        exchange.ReceiveAsync(token => inner.ReadAtLeastAsync(minimumSize, token), cancellationToken);
}
