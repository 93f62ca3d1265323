using System.Net;
using System.Net.Sockets;

namespace Failover.Chaos.Faults;

/// <summary>Accepts connections at the address of a member that is gone, and never answers.</summary>
internal sealed class SilentListener : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly List<Socket> _accepted = [];
    private readonly Task _accepting;

    private SilentListener(Socket listener)
    {
        _listener = listener;
        _accepting = AcceptAsync();
    }

    /// <summary>Takes an address over; the member must have ended, or be about to.</summary>
    public static async Task<SilentListener> OccupyAsync(string address)
    {
        var endPoint = IPEndPoint.Parse(address);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var tries = 0; ; tries++)
        {
            var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(endPoint);
                socket.Listen();
                return new SilentListener(socket);
            }
            catch (SocketException inUse) when (inUse.SocketErrorCode == SocketError.AddressAlreadyInUse && tries < 1_000)
            {
                socket.Dispose();
                await timer.WaitForNextTickAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        _accepted.ForEach(socket => socket.Dispose());
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _accepted.Add(await _listener.AcceptAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }
}
