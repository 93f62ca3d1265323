using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Failover.Consensus;

/// <summary>
/// A Raft connection as DotNext gets to see it: nothing is sent before <see cref="PromiseKeeper"/> has caught up, no step of an
/// exchange takes longer than it may, requests arrive in the pieces in which they are read, and the reply to a known snapshot is a good one.
/// </summary>
internal sealed class RaftConnection : ConnectionContext, IDuplexPipe, IDisposable
{
    private readonly ConnectionContext _inner;
    private readonly Action<RaftConnection>? _onDisposed;
    private int _isDisposed;

    public RaftConnection(ConnectionContext inner, RaftExchange exchange, Action<RaftConnection>? onDisposed = null)
    {
        _inner = inner;
        _onDisposed = onDisposed;
        Input = new RaftPipeReader(inner.Transport.Input, exchange);
        Output = new RaftPipeWriter(inner.Transport.Output, exchange);
        if (exchange.IsServer)
        {
            var pieces = new RaftRequestPieces();
            Input = new RaftRequestReader(Input, pieces);
            Output = new RaftReplyWriter(Output, pieces);
        }
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public override IDuplexPipe Transport
    {
        get => this;
        set => throw new NotSupportedException();
    }

    public override string ConnectionId
    {
        get => _inner.ConnectionId;
        set => _inner.ConnectionId = value;
    }

    public override IFeatureCollection Features => _inner.Features;

    public override IDictionary<object, object?> Items
    {
        get => _inner.Items;
        set => _inner.Items = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => _inner.LocalEndPoint;
        set => _inner.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _inner.RemoteEndPoint;
        set => _inner.RemoteEndPoint = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => _inner.ConnectionClosed;
        set => _inner.ConnectionClosed = value;
    }

    public override void Abort(ConnectionAbortedException abortReason) => _inner.Abort(abortReason);

    public override void Abort() => _inner.Abort();

    /// <summary>
    /// Closes at once, and ends what is left when it can. DotNext disposes so after an exchange that failed; were this method missing it
    /// would block a thread of the pool until the asynchronous disposal had ended, which may need that thread (decision 8).
    /// </summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            // A peer that does not read must not hold up a stop.
            _inner.Abort();
            await _inner.DisposeAsync().ConfigureAwait(false);
            _onDisposed?.Invoke(this);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }
}
