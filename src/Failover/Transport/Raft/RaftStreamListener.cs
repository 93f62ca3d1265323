using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>Hands over the Raft streams that the port has accepted.</summary>
internal sealed class RaftStreamListener(EndPoint endPoint) : IConnectionListener
{
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>();

    public EndPoint EndPoint { get; } = endPoint;

    public bool IsBound { get; private set; } = true;

    /// <summary>False when the listener is unbound; the connection is then still the caller's.</summary>
    public bool TryOffer(ConnectionContext connection) => _accepted.Writer.TryWrite(connection);

    /// <summary>The next stream, or null when the listener is unbound. Throws for cancellation only: DotNext takes all else as the end.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        IsBound = false;
        _accepted.Writer.TryComplete();
        while (_accepted.Reader.TryRead(out var connection))
        {
            await connection.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => UnbindAsync(CancellationToken.None);
}
