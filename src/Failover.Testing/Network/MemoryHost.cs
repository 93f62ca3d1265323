using System.Net;
using System.Net.Sockets;
using Failover.Transport;
using Microsoft.AspNetCore.Connections;

namespace Failover.Testing;

/// <summary>The network as one life of a member sees it.</summary>
internal sealed class MemoryHost(InMemoryNetwork network, string member) : IClusterNetwork
{
    private volatile bool _isDead;

    public string Member { get; } = member;

    public bool IsDead
    {
        get => _isDead;
        set => _isDead = value;
    }

    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var owner = network.OwnerOf(endpoint) ?? Member;
        await network.WaitUntilAsync(network.Schedule(Member, owner, 0), cancellationToken);
        MemoryConnection? connection;
        while (true)
        {
            // Asked for before the attempt, so that a change in between is not missed.
            var changed = network.WhenChanged();
            connection = network.TryConnect(this, endpoint);
            if (connection is not null)
            {
                break;
            }

            await changed.WaitAsync(cancellationToken);
        }

        try
        {
            await network.WaitUntilAsync(network.Schedule(owner, Member, 0), cancellationToken);
            return connection;
        }
        catch (OperationCanceledException)
        {
            connection.Abort();
            throw;
        }
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(network.Listen(this, endpoint));

    public void ThrowIfDead()
    {
        if (IsDead)
        {
            throw new SocketException((int)SocketError.NetworkDown);
        }
    }
}
