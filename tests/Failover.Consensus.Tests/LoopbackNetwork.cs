using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Failover.Consensus.Tests;

/// <summary>TCP on loopback, with peers that can be made to answer nothing.</summary>
internal sealed class LoopbackNetwork : IConnectionFactory, IConnectionListenerFactory
{
    private readonly ConcurrentDictionary<EndPoint, bool> _silent = new();
    private readonly ConcurrentDictionary<SocketConnection, EndPoint> _opened = new();

    /// <summary>Returns an address that nothing listens on.</summary>
    public static IPEndPoint Reserve()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>New connections to the address wait for ever, and existing ones break.</summary>
    public void Silence(EndPoint address)
    {
        _silent[address] = true;
        foreach (var (connection, _) in _opened.Where(entry => entry.Value.Equals(address)))
        {
            connection.Abort();
        }
    }

    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        if (_silent.ContainsKey(endpoint))
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var connection = new SocketConnection(socket);
        _opened[connection] = endpoint;
        return connection;
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new SocketListener(endpoint));
}
