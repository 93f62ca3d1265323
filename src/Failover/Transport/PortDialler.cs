using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>Opens connections to other members' ports. Safe to use from any thread.</summary>
internal sealed class PortDialler(ClusterPortOptions options, IClusterNetwork network, IMarkBook marks)
{
    private readonly ConnectionTable _connections = new(int.MaxValue);

    public int Count => _connections.Count;

    public bool IsClosed => _connections.IsClosed;

    /// <summary>The first message to a member.</summary>
    public byte[] Greeting(StreamKind kind, string target) =>
        new Preamble(options.Versions, kind, options.ClusterId, options.Identity, target, options.Roster, marks.For(target)).Encode();

    /// <summary>Connects and sends the preamble, without waiting for the answer.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address could not be connected to.</exception>
    /// <exception cref="IOException">The connection ended at once, or the port is closed.</exception>
    public async ValueTask<ConnectionContext> OpenAsync(
        StreamKind kind, string target, EndPoint address, CancellationToken cancellationToken)
    {
        var preamble = Greeting(kind, target);
        var connection = await network.ConnectAsync(address, cancellationToken);
        try
        {
            if (!_connections.TryAdd(connection))
            {
                throw new IOException("The cluster port is closed.");
            }

            await connection.Transport.Output.WriteAsync(preamble, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the answer to the preamble.</summary>
    /// <exception cref="HandshakeException">The port refused, or is not the target's, or this member is outdated; the message says why.</exception>
    /// <exception cref="IOException">The connection ended before the answer.</exception>
    public async ValueTask<Answer> ReadAnswerAsync(PipeReader input, string target, CancellationToken cancellationToken)
    {
        var answer = await HandshakeReader.ReadAnswerAsync(input, options.Versions, cancellationToken);
        if (answer.Code != AnswerCode.Accepted || answer.Identity.Member != target)
        {
            throw new HandshakeException(Admission.Explain(answer, target, options), answer.Code);
        }

        return marks.Hear(target, answer.Marks) ? answer : throw new HandshakeException(Admission.Outdated);
    }

    public Task CloseAsync() => _connections.CloseAsync();
}
