using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Failover.Testing;

/// <summary>A listener of the network in memory.</summary>
internal sealed class MemoryListener(InMemoryNetwork network, string member, EndPoint endPoint) : IConnectionListener, IDisposable
{
    private readonly Channel<ConnectionContext> _backlog = Channel.CreateUnbounded<ConnectionContext>();
    private readonly TaskCompletionSource _failure = new();
    private volatile bool _closed;

    public EndPoint EndPoint { get; } = endPoint;

    public string Member { get; } = member;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var changed = network.WhenChanged();
            if (network.IsPaused(Member))
            {
                await changed.WaitAsync(cancellationToken);
                continue;
            }

            if (_failure.Task.IsFaulted)
            {
                await _failure.Task;
            }

            if (_backlog.Reader.TryRead(out var connection))
            {
                return connection;
            }

            if (_closed)
            {
                return null;
            }

            await Task.WhenAny(
                _backlog.Reader.WaitToReadAsync(cancellationToken).AsTask(), _failure.Task).WaitAsync(cancellationToken);
        }
    }

    public void Offer(MemoryConnection connection) => _backlog.Writer.TryWrite(connection);

    public void Fail(Exception error) => _failure.TrySetException(error);

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync(CancellationToken.None);

    /// <summary>Closes the listener, and resets the connections that nobody accepted.</summary>
    public void Dispose()
    {
        network.Remove(this);
        _closed = true;
        _backlog.Writer.TryComplete();
        while (_backlog.Reader.TryRead(out var connection))
        {
            connection.Abort();
        }
    }
}
