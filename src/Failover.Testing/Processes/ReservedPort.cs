using System.Net;
using System.Net.Sockets;

namespace Failover.Testing;

/// <summary>A loopback port that nobody else gets while this object lives, handed to a process that is started later.</summary>
/// <remarks>
/// The socket is bound and does not listen: .NET binds in such a way that one other socket may bind beside it and listen.
/// Until then connections are refused, as to a member that is not there.
/// </remarks>
public sealed class ReservedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Reserves a port that the operating system chooses.</summary>
    public ReservedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>The port's number.</summary>
    public int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Gives the port back.</summary>
    public void Dispose() => _socket.Dispose();
}
