using Failover.Testing;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport.Tests;

/// <summary>A connection in memory from member a to member b.</summary>
internal sealed record MemoryPair(InMemoryNetwork Network, ConnectionContext A, ConnectionContext B)
{
    private static readonly FrameLimits Defaults = new(1024 * 1024, 1024, 8 * 1024 * 1024);

    public static async Task<MemoryPair> ConnectAsync(InMemoryNetwork? network = null)
    {
        network ??= new InMemoryNetwork();
        await using var listener = await network.For("b").BindAsync(network.AddressOf("b"), TestContext.Current.CancellationToken);
        var a = await network.For("a").ConnectAsync(network.AddressOf("b"), TestContext.Current.CancellationToken);
        return new MemoryPair(network, a, (await listener.AcceptAsync(TestContext.Current.CancellationToken))!);
    }

    public static FrameChannel Channel(ConnectionContext connection, FrameLimits? limits = null) =>
        new(connection, new PeerIdentity("peer", Guid.Empty), limits ?? Defaults, TimeProvider.System, _ => { });
}
