using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Failover.Consensus;

/// <summary>Accepts the Raft connections of the other members, and knows which are being served.</summary>
internal sealed class RaftListenerFactory(IConnectionListenerFactory inner, Func<RaftExchange> startExchange) : IConnectionListenerFactory, IAsyncDisposable
{
    private readonly ConcurrentDictionary<RaftConnection, TaskCompletionSource> _served = new();

    /// <inheritdoc />
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await inner.BindAsync(endpoint, cancellationToken).ConfigureAwait(false), this);

    /// <summary>
    /// Closes all connections, and returns when nobody serves them any more. DotNext does not wait for that itself, and
    /// would read memory of a closed log.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        var served = _served.ToArray();
        foreach (var (connection, _) in served)
        {
            connection.Abort();
        }

        await Task.WhenAll(served.Select(entry => entry.Value.Task)).ConfigureAwait(false);
    }

    private RaftConnection Serve(ConnectionContext accepted)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var connection = new RaftConnection(accepted, startExchange(), OnDisposed);
        _served[connection] = ended;
        return connection;
    }

    private void OnDisposed(RaftConnection connection)
    {
        if (_served.TryRemove(connection, out var ended))
        {
            ended.TrySetResult();
        }
    }

    private sealed class Listener(IConnectionListener inner, RaftListenerFactory owner) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            await inner.AcceptAsync(cancellationToken).ConfigureAwait(false) is { } accepted ? owner.Serve(accepted) : null;

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
