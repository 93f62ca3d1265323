using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>TCP. Takes <see cref="IPEndPoint"/> and <see cref="DnsEndPoint"/>; safe to use from any thread.</summary>
/// <param name="timeProvider">Bounds the draining of connections.</param>
/// <param name="holdsLifelines">Whether listeners hold lifelines (decision 18), where the system allows it.</param>
internal sealed class TcpClusterNetwork(TimeProvider timeProvider, bool holdsLifelines = true) : IClusterNetwork
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
            var (socket, refusal) = await TryConnectAsync(address, cancellationToken);
            if (socket is not null)
            {
                return new SocketConnection(socket, timeProvider);
            }

            failure = failure is null || failure.SocketErrorCode == SocketError.ConnectionRefused ? refusal : failure;
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
                return holdsLifelines && await LifelineListener.TryCreateAsync(socket, timeProvider) is { } listener
                    ? listener
                    : new TcpConnectionListener(socket, timeProvider);
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                failure = exception;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Makes a connection of an accepted socket; null when it has ended already.</summary>
    internal static SocketConnection? TryTake(Socket accepted, TimeProvider timeProvider)
    {
        try
        {
            Configure(accepted);
            return new SocketConnection(accepted, timeProvider);
        }
        catch (SocketException)
        {
            accepted.Dispose();
            return null;
        }
    }

    /// <summary>Small messages leave at once, and a host that vanished is noticed in about half a minute.</summary>
    private static void Configure(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    /// <summary>The socket, or why there is none. A failover waits for a refusal: what is thrown takes longer than what is returned.</summary>
    private static async Task<(Socket? Socket, SocketException? Refusal)> TryConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Configure(socket);
            var connecting = socket.ConnectAsync(address, cancellationToken).AsTask();
            await connecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var refusal = connecting.Exception?.InnerException as SocketException;
            if (refusal is null)
            {
                await connecting; // Throws if it was cancelled.

                // TCP lets a socket connect to itself when its own port is the one it dials; possible only if nobody listens there.
                refusal = Equals(socket.LocalEndPoint, socket.RemoteEndPoint) ? new SocketException((int)SocketError.ConnectionRefused) : null;
            }

            if (refusal is null)
            {
                return (socket, null);
            }

            socket.Close(timeout: 0);
            return (null, refusal);
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
