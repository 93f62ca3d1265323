using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>The open connections of one direction, at most so many. Forgets each when it closes. Safe to use from any thread.</summary>
internal sealed class ConnectionTable(int capacity)
{
    private readonly Lock _lock = new();
    private readonly HashSet<ConnectionContext> _connections = [];
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _connections.Count;
            }
        }
    }

    public bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _closed;
            }
        }
    }

    /// <summary>False when the table is full or closed; the connection is then still the caller's.</summary>
    public bool TryAdd(ConnectionContext connection)
    {
        lock (_lock)
        {
            if (_closed || _connections.Count >= capacity)
            {
                return false;
            }

            _connections.Add(connection);
        }

        connection.ConnectionClosed.UnsafeRegister(_ => Release(connection), null);
        return true;
    }

    /// <summary>Closes all connections at once, takes no more, and completes when their pumps have ended.</summary>
    public async Task CloseAsync()
    {
        ConnectionContext[] open;
        lock (_lock)
        {
            _closed = true;
            open = [.. _connections];
        }

        foreach (var connection in open)
        {
            connection.Abort();
        }

        foreach (var connection in open)
        {
            await connection.DisposeAsync();
            Remove(connection);
        }
    }

    /// <summary>Does not wait for a slow owner: once the peer has closed, its bytes can be read still, but the socket is given back.</summary>
    private void Release(ConnectionContext connection)
    {
        connection.Abort();
        Remove(connection);
    }

    private void Remove(ConnectionContext connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection);
        }
    }
}
