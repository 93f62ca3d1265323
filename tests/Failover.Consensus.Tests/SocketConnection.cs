using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Failover.Consensus.Tests;

internal sealed class SocketConnection : ConnectionContext, IDuplexPipe
{
    private readonly Socket _socket;
    private readonly CancellationTokenSource _closed = new();

    public SocketConnection(Socket socket, int? pieceLength = null, Stream? stream = null)
    {
        _socket = socket;
        stream ??= new NetworkStream(socket);
        Input = PipeReader.Create(stream);
        Input = pieceLength is { } length ? new ChoppedReader(Input, length) : Input;
        Output = PipeWriter.Create(stream);
        RemoteEndPoint = socket.RemoteEndPoint;
        LocalEndPoint = socket.LocalEndPoint;
        ConnectionClosed = _closed.Token;
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public override IDuplexPipe Transport
    {
        get => this;
        set => throw new NotSupportedException();
    }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override void Abort(ConnectionAbortedException abortReason) => Abort();

    public override void Abort()
    {
        _socket.Dispose();
        _closed.Cancel();
    }

    public override ValueTask DisposeAsync()
    {
        Abort();
        return base.DisposeAsync();
    }
}
