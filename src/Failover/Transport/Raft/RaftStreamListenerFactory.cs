using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>Binds Raft to the port. Nothing is bound in the operating system: the port listens already.</summary>
internal sealed class RaftStreamListenerFactory : IConnectionListenerFactory
{
    private volatile RaftStreamListener? _current;
    private volatile bool _closed;

    /// <summary>Whether Raft takes streams now.</summary>
    public bool IsBound => !_closed && _current is { IsBound: true };

    /// <summary>Gives Raft the streams from now on; an earlier listener gets no more.</summary>
    /// <exception cref="ObjectDisposedException">The port is closed.</exception>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var listener = new RaftStreamListener(endpoint);
        if (Interlocked.Exchange(ref _current, listener) is { } earlier)
        {
            await earlier.UnbindAsync(cancellationToken);
        }

        return listener;
    }

    /// <summary>False when no listener takes it; the connection is then still the caller's.</summary>
    public bool TryOffer(ConnectionContext connection) => !_closed && _current is { } listener && listener.TryOffer(connection);

    public ValueTask CloseAsync()
    {
        _closed = true;
        return _current?.UnbindAsync() ?? ValueTask.CompletedTask;
    }
}
