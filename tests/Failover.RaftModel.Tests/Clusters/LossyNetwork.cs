using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Failover.Consensus.Tests;
using Microsoft.AspNetCore.Connections;

namespace Failover.RaftModel.Tests.Clusters;

/// <summary>TCP on loopback, on which what one member sends another can be lost, one way at a time.</summary>
internal sealed class LossyNetwork : IConnectionListenerFactory
{
    private readonly ConcurrentDictionary<(EndPoint From, EndPoint To), bool> _cuts = new();
    private readonly ConcurrentDictionary<SocketConnection, (EndPoint From, EndPoint To)> _opened = new();

    public bool Reaches(EndPoint from, EndPoint to) => !_cuts.ContainsKey((from, to));

    public void Cut(EndPoint from, EndPoint to) => _cuts[(from, to)] = true;

    /// <summary>Ends a cut. Connections between the two break: nobody sends again what was lost in them.</summary>
    public void Mend(EndPoint from, EndPoint to)
    {
        if (_cuts.TryRemove((from, to), out _))
        {
            Break(ends => ends == (from, to) || ends == (to, from));
        }
    }

    /// <summary>Breaks all connections that a member has opened or accepted.</summary>
    public void Break(EndPoint member) => Break(ends => ends.From.Equals(member) || ends.To.Equals(member));

    /// <summary>The network as a member sees it.</summary>
    public IConnectionFactory From(EndPoint member) => new Connector(this, member);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new SocketListener(endpoint));

    private void Break(Func<(EndPoint From, EndPoint To), bool> isMeant)
    {
        foreach (var connection in _opened.Where(entry => isMeant(entry.Value)).Select(entry => entry.Key))
        {
            _opened.TryRemove(connection, out _);
            connection.Abort();
        }
    }

    private async ValueTask<ConnectionContext> ConnectAsync(EndPoint from, EndPoint to, CancellationToken cancellationToken)
    {
        // Behind a cut one way a connection can be opened all the same, so that what is sent the other way arrives.
        if (!Reaches(from, to) && !Reaches(to, from))
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var stream = new LossyStream(new NetworkStream(socket), () => Reaches(from, to), () => Reaches(to, from));
        var connection = new SocketConnection(socket, stream: stream);
        _opened[connection] = (from, to);
        return connection;
    }

    private sealed class Connector(LossyNetwork network, EndPoint from) : IConnectionFactory
    {
        public ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            network.ConnectAsync(from, endpoint, cancellationToken);
    }
}
