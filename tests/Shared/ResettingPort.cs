using System.Net;
using System.Net.Sockets;

namespace Failover.Tests.Shared;

/// <summary>A loopback port whose connections are reset as soon as they are accepted, as those of a process that is just being killed.</summary>
internal sealed class ResettingPort : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;

    public ResettingPort()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>An HTTP base address at the port.</summary>
    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (true)
        {
            using var socket = await _listener.AcceptSocketAsync();
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
    }
}
