using System.IO.Pipelines;

namespace Failover.Consensus;

/// <summary>The sending half of a <see cref="RaftConnection"/>.</summary>
internal sealed class RaftPipeWriter(PipeWriter inner, RaftExchange exchange) : PipeWriter
{
    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        exchange.SendAsync(default, (_, token) => inner.FlushAsync(token), cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        exchange.SendAsync(source, inner.WriteAsync, cancellationToken);
}
