using System.Net;
using Failover.Diagnostics;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>Opens Raft streams to members, which DotNext knows by address.</summary>
/// <remarks>
/// DotNext's first request follows the preamble at once, with no round trip between; the answer is read when DotNext reads its reply.
/// </remarks>
internal sealed class RaftStreamDialler(ClusterPortOptions options, PortDialler dialler, RateLimitedLog log) : IConnectionFactory
{
    /// <exception cref="IOException">No member has that address, or the port is closed.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address could not be connected to.</exception>
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var target = options.Members.FirstOrDefault(member => member.Value.Equals(endpoint)).Key
            ?? throw new IOException($"No member has the address {endpoint}.");
        var connection = await dialler.OpenAsync(StreamKind.Raft, target, endpoint, cancellationToken);
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        connection.Transport = new DuplexPipe(new AnswerFirstReader(input, TakeAnswerAsync), output);
        return connection;

        async ValueTask TakeAnswerAsync(CancellationToken cancellation)
        {
            try
            {
                await dialler.ReadAnswerAsync(input, target, cancellation);
            }
            catch (Exception exception)
            {
                if (exception is HandshakeException { Code: not AnswerCode.NotServing })
                {
                    log.Write((logger, more) => logger.StreamWasRefused(StreamKind.Raft, target, exception.Message, more));
                }

                // Half an answer may have been read: nothing after it can be understood.
                connection.Abort();
                throw;
            }
        }
    }
}
