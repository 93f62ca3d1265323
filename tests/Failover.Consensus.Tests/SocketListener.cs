using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Failover.Consensus.Tests;

internal sealed class SocketListener : IConnectionListener
{
    private readonly Socket _socket;
    private readonly int? _pieceLength;

    public SocketListener(EndPoint address, int? pieceLength = null)
    {
        _pieceLength = pieceLength;
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _socket.Bind(address);
        _socket.Listen();
    }

    public EndPoint EndPoint => _socket.LocalEndPoint!;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        var accepted = await _socket.AcceptAsync(cancellationToken);
        accepted.NoDelay = true;
        return new SocketConnection(accepted, _pieceLength);
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
