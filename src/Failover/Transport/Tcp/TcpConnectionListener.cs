using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>A listening TCP socket.</summary>
internal sealed class TcpConnectionListener(Socket socket, TimeProvider timeProvider) : IConnectionListener
{
    private volatile bool _closed;

    public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

    /// <exception cref="SocketException">The operating system could not accept a connection.</exception>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Socket accepted;
            try
            {
                accepted = await socket.AcceptAsync(cancellationToken);
            }
            catch (Exception) when (_closed)
            {
                return null;
            }
            catch (SocketException exception) when (exception.SocketErrorCode
                is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                continue; // The peer gave up before it was accepted; the listener is well.
            }

            if (TcpClusterNetwork.TryTake(accepted, timeProvider) is { } connection)
            {
                return connection;
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

    public ValueTask DisposeAsync()
    {
        _closed = true;
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
