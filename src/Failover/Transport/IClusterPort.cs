using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>A member's one port: Raft streams, session channels and probes, told apart by a preamble.</summary>
internal interface IClusterPort : IAsyncDisposable
{
    /// <summary>Binds the member's address. From then on probes are answered.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>The session channels that other members opened to this one.</summary>
    ChannelReader<IFrameChannel> AcceptedSessions { get; }

    /// <summary>Opens a session channel to a member (also to this one, without the network).</summary>
    /// <exception cref="IOException">The member could not be reached, or speaks another protocol version; the message says which.</exception>
    Task<IFrameChannel> DialSessionAsync(string member, CancellationToken cancellationToken);

    /// <summary>Asks a member's address who answers there. Does not throw, except for cancellation.</summary>
    Task<ProbeResult> ProbeAsync(string member, CancellationToken cancellationToken);

    /// <summary>Gives Raft the connections that other members opened for it.</summary>
    IConnectionListenerFactory RaftListenerFactory { get; }

    /// <summary>Opens Raft connections to other members.</summary>
    IConnectionFactory RaftConnectionFactory { get; }

    /// <summary>Completes with the error when the listener fails: the member must then end its session (rule 6).</summary>
    Task<Exception> ListenerFailed { get; }
}
