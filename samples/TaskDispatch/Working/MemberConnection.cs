using System.Net.Sockets;

namespace TaskDispatch.Working;

/// <summary>Connects HTTP clients to members, which may die at any moment.</summary>
public static class MemberConnection
{
    /// <summary>A handler whose every failure to connect is an <see cref="HttpRequestException"/>.</summary>
    /// <remarks>
    /// HttpClient of .NET 10 asks a new connection for the peer's address, and lets the <see cref="SocketException"/> through should the peer
    /// have reset it by then. Here the address is known before HttpClient asks.
    /// </remarks>
    /// <param name="connect">How to connect; null for the ordinary way.</param>
    public static SocketsHttpHandler CreateHandler(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Socket>>? connect = null) =>
        new()
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = await (connect ?? ConnectAsync)(context, cancellationToken);
                try
                {
                    _ = socket.RemoteEndPoint;
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };

    private static async ValueTask<Socket> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
