using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Failover.Consensus;

/// <summary>Opens the Raft connections of this member.</summary>
internal sealed class RaftConnectionFactory(IConnectionFactory inner, Func<RaftExchange> startExchange) : IConnectionFactory
{
    /// <inheritdoc />
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new RaftConnection(await inner.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false), startExchange());
}
