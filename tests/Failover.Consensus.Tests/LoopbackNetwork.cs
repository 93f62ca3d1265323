using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Failover.Consensus.Tests;

/// <summary>TCP on loopback, with members that can be cut off, so that they neither answer nor get an answer.</summary>
internal sealed class LoopbackNetwork : IConnectionListenerFactory
{
    private static readonly ConcurrentBag<Socket> s_reserved = [];

    private readonly ConcurrentDictionary<EndPoint, bool> _silent = new();
    private readonly ConcurrentDictionary<SocketConnection, (EndPoint From, EndPoint To)> _opened = new();

    /// <summary>At most so many bytes arrive at a time; null for no limit.</summary>
    public int? PieceLength { get; init; }

    /// <summary>Returns an address that nothing listens on, and that nobody else is given while this process lives.</summary>
    public static IPEndPoint Reserve()
    {
        // .NET binds in such a way that a listener may bind beside it.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        s_reserved.Add(socket);
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>New connections to and from the address wait for ever, and existing ones break.</summary>
    public void Silence(EndPoint address)
    {
        _silent[address] = true;
        Break(address);
    }

    /// <summary>Existing connections to and from the address break.</summary>
    public void Break(EndPoint address)
    {
        foreach (var (connection, _) in _opened.Where(entry => entry.Value.From.Equals(address) || entry.Value.To.Equals(address)))
        {
            connection.Abort();
        }
    }

    /// <summary>The network as a member sees it.</summary>
    public IConnectionFactory From(EndPoint address) => new Connector(this, address);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new SocketListener(endpoint, PieceLength));

    private async ValueTask<ConnectionContext> ConnectAsync(EndPoint from, EndPoint endpoint, CancellationToken cancellationToken)
    {
        if (_silent.ContainsKey(endpoint) || _silent.ContainsKey(from))
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

        var connection = new SocketConnection(socket, PieceLength);
        _opened[connection] = (from, endpoint);
        return connection;
    }

    private sealed class Connector(LoopbackNetwork network, EndPoint from) : IConnectionFactory
    {
        public ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            network.ConnectAsync(from, endpoint, cancellationToken);
    }
}
