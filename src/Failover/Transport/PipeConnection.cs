using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Failover.Transport;

/// <summary>A connection whose bytes pass through two pipes, which an implementation pumps from and to its medium.</summary>
/// <remarks>
/// The user's pipe ends stay usable until the user disposes: an abort completes only the pump's ends. DotNext depends on that: its
/// accept loop asks a new connection for a buffer, and ends for good should that throw.
/// </remarks>
internal abstract class PipeConnection : ConnectionContext, IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private int _closedRaised;

    protected PipeConnection(EndPoint? localEndPoint, EndPoint? remoteEndPoint)
    {
        LocalEndPoint = localEndPoint;
        RemoteEndPoint = remoteEndPoint;
        ConnectionClosed = _closed.Token;
        Transport = new DuplexPipe(Incoming.Reader, Outgoing.Writer);
    }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; }

    /// <summary>Bytes from the medium. Who waits for them goes on in the pump, which saves a change of thread per message; so it must never block.</summary>
    protected Pipe Incoming { get; } = new(new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

    /// <summary>Bytes to the medium. The pump runs in the caller's flush, for the same reason.</summary>
    protected Pipe Outgoing { get; } = new(new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

    public override void Abort() => Abort(new ConnectionAbortedException("The connection was aborted by this side."));

    /// <summary>Closes at once, without waiting for bytes under way. DotNext disposes so where it cannot wait.</summary>
    public void Dispose() => Abort();

    /// <summary>Cancels <see cref="BaseConnectionContext.ConnectionClosed"/> from the pool, so that no callback runs in a pump or under a lock.</summary>
    protected void RaiseClosed()
    {
        if (Interlocked.Exchange(ref _closedRaised, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static closed => closed.Cancel(), _closed, preferLocal: false);
        }
    }
}
