using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>TCP. Takes <see cref="IPEndPoint"/> and <see cref="DnsEndPoint"/>; safe to use from any thread.</summary>
internal sealed class TcpClusterNetwork(TimeProvider timeProvider) : IClusterNetwork
{
    private const int Backlog = 512;

    /// <summary>
    /// Connects. A name with several addresses is refused only when each of them refuses, for a refusal counts as proof (rule 6).
    /// </summary>
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        SocketException? failure = null;
        foreach (var address in await ResolveAsync(endpoint, cancellationToken))
        {
            try
            {
                return new SocketConnection(await ConnectSocketAsync(address, cancellationToken), timeProvider);
            }
            catch (SocketException exception)
            {
                failure = failure is null || failure.SocketErrorCode == SocketError.ConnectionRefused ? exception : failure;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Listens on an address; on all addresses of this host for a name other than <c>localhost</c>.</summary>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        SocketException? failure = null;
        foreach (var address in await ResolveForBindingAsync(endpoint, cancellationToken))
        {
            // Not SO_REUSEADDR by hand: .NET sets it for a listener where it only forgives TIME_WAIT, and its own
            // "ReuseAddress" option would also let a second process listen on this port.
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                if (address.Address.Equals(IPAddress.IPv6Any))
                {
                    socket.DualMode = true;
                }

                socket.Bind(address);
                socket.Listen(Backlog);
                return new TcpConnectionListener(socket, timeProvider);
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                failure = exception;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Small messages leave at once, and a host that vanished is noticed in about half a minute.</summary>
    internal static void Configure(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    private static async Task<Socket> ConnectSocketAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Configure(socket);
            await socket.ConnectAsync(address, cancellationToken);

            // TCP lets a socket connect to itself when its own port is the one it dials; possible only if nobody listens there.
            return Equals(socket.LocalEndPoint, socket.RemoteEndPoint)
                ? throw new SocketException((int)SocketError.ConnectionRefused)
                : socket;
        }
        catch
        {
            socket.Close(timeout: 0);
            throw;
        }
    }

    private static async Task<IEnumerable<IPEndPoint>> ResolveForBindingAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        if (endpoint is DnsEndPoint { Host: var host, Port: var port } && !IPAddress.TryParse(host, out _)
            && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            // A host often knows its own name by a loopback address, where no other host would reach it.
            return [new(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port), new(IPAddress.Any, port)];
        }

        return await ResolveAsync(endpoint, cancellationToken);
    }

    private static async Task<IEnumerable<IPEndPoint>> ResolveAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        switch (endpoint)
        {
            case IPEndPoint address:
                return [address];
            case DnsEndPoint name:
                var addresses = await Dns.GetHostAddressesAsync(name.Host, name.AddressFamily, cancellationToken);
                return addresses.Select(address => new IPEndPoint(address, name.Port));
            default:
                throw new NotSupportedException($"The address '{endpoint}' is neither an IP address nor a host name with a port.");
        }
    }
}
