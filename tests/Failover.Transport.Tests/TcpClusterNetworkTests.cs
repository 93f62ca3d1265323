using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport.Tests;

/// <summary>What the operating system does, and what we make of it.</summary>
public sealed class TcpClusterNetworkTests
{
    private readonly TcpClusterNetwork _network = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IPEndPoint AnyPort => new(IPAddress.Loopback, 0);

    [Fact]
    public async Task Both_ends_know_both_addresses()
    {
        await using var listener = await _network.BindAsync(AnyPort, Cancellation);
        var (dialled, accepted) = await ConnectAsync(listener, listener.EndPoint);
        await using (dialled)
        await using (accepted)
        {
            Assert.Equal(listener.EndPoint, dialled.RemoteEndPoint);
            Assert.Equal(listener.EndPoint, accepted.LocalEndPoint);
            Assert.Equal(dialled.LocalEndPoint, accepted.RemoteEndPoint);
        }
    }

    [Fact]
    public async Task A_host_name_will_do_on_both_sides()
    {
        await using var listener = await _network.BindAsync(new DnsEndPoint("localhost", 0), Cancellation);
        var (dialled, accepted) = await ConnectAsync(
            listener, new DnsEndPoint("localhost", ((IPEndPoint)listener.EndPoint).Port));
        await dialled.DisposeAsync();
        await accepted.DisposeAsync();
        Assert.True(IPAddress.IsLoopback(((IPEndPoint)listener.EndPoint).Address));
    }

    [Fact]
    public async Task Another_host_name_listens_on_all_addresses()
    {
        await using var listener = await _network.BindAsync(new DnsEndPoint("this-host.invalid", 0), Cancellation);
        var port = ((IPEndPoint)listener.EndPoint).Port;
        var (dialled, accepted) = await ConnectAsync(listener, new IPEndPoint(IPAddress.Loopback, port));
        await dialled.DisposeAsync();
        await accepted.DisposeAsync();
    }

    [Fact]
    public async Task A_port_can_be_listened_on_again_at_once_but_not_twice()
    {
        var listener = await _network.BindAsync(AnyPort, Cancellation);
        var address = listener.EndPoint;
        for (var life = 0; life < 5; life++)
        {
            var inUse = await Assert.ThrowsAsync<SocketException>(() => _network.BindAsync(address, Cancellation).AsTask());
            Assert.Equal(SocketError.AddressAlreadyInUse, inUse.SocketErrorCode);

            // The accepting side closes first, so that TIME_WAIT is at the listener's port.
            var (dialled, accepted) = await ConnectAsync(listener, address);
            await accepted.DisposeAsync();
            await dialled.DisposeAsync();
            await listener.DisposeAsync();
            listener = await _network.BindAsync(address, Cancellation);
        }

        await listener.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_there_is_a_refusal_and_a_cancelled_connect_is_not()
    {
        var listener = await _network.BindAsync(AnyPort, Cancellation);
        await listener.DisposeAsync();

        var refused = await Assert.ThrowsAsync<SocketException>(() => _network.ConnectAsync(listener.EndPoint, Cancellation).AsTask());

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _network.ConnectAsync(listener.EndPoint, new CancellationToken(true)).AsTask());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_peer_sees_a_close_at_once_and_all_that_was_sent_before_a_disposal(bool abort)
    {
        await using var listener = await _network.BindAsync(AnyPort, Cancellation);
        var (dialled, accepted) = await ConnectAsync(listener, listener.EndPoint);
        var closed = accepted.ConnectionClosed.WaitAsync();
        if (abort)
        {
            dialled.Abort();
            await Assert.ThrowsAsync<ConnectionResetException>(() => accepted.Transport.Input.ReadAsync(Cancellation).SoonAsync());
        }
        else
        {
            await dialled.Transport.Output.WriteAsync(new byte[300_000], Cancellation);
            await dialled.DisposeAsync();
            var read = await accepted.Transport.Input.ReadAtLeastAsync(300_000, Cancellation).SoonAsync();
            Assert.Equal(300_000, read.Buffer.Length);
            accepted.Transport.Input.AdvanceTo(read.Buffer.End);
            Assert.True((await accepted.Transport.Input.ReadAsync(Cancellation).SoonAsync()).IsCompleted);
        }

        await closed.SoonAsync();
        await accepted.DisposeAsync();
        await dialled.DisposeAsync();
    }

    [Fact]
    public async Task An_abort_ends_this_sides_reads_and_writes_and_a_new_buffer_can_still_be_had()
    {
        await using var listener = await _network.BindAsync(AnyPort, Cancellation);
        var (dialled, accepted) = await ConnectAsync(listener, listener.EndPoint);
        var reading = dialled.Transport.Input.ReadAsync(Cancellation).AsTask();
        var writing = WriteForeverAsync(dialled);

        dialled.Abort();

        await Assert.ThrowsAsync<ConnectionResetException>(() => reading.SoonAsync());
        await writing.SoonAsync();
        Assert.NotEqual(0, dialled.Transport.Output.GetSpan().Length); // DotNext's accept loop lives by that.
        await dialled.DisposeAsync().AsTask().SoonAsync();
        await accepted.DisposeAsync().AsTask().SoonAsync();
    }

    [Fact]
    public async Task A_killed_process_is_seen_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It takes a shell with /dev/tcp.");
        await using var cluster = new PortCluster();
        var port = await cluster.StartAsync("a");
        var preamble = new Preamble(new(1, 1), StreamKind.Session, "test", new("b", Guid.NewGuid()), "a").Encode();
        var escaped = string.Concat(preamble.Select(each => $"\\x{each:x2}"));
        using var process = Process.Start(new ProcessStartInfo("bash")
        {
            ArgumentList =
            {
                "-c", $"exec 3<>/dev/tcp/127.0.0.1/{((IPEndPoint)port.LocalEndPoint!).Port}; printf '{escaped}' >&3; read -r never <&3; read -r never <&3",
            },
        })!;
        var session = await port.AcceptedSessions.ReadAsync(Cancellation).SoonAsync();
        var reading = session.ReadToEndAsync();
        Assert.False(reading.IsCompleted);

        var killed = Stopwatch.GetTimestamp();
        process.Kill();
        Assert.Empty(await reading.SoonAsync());
        var elapsed = Stopwatch.GetElapsedTime(killed);

        TestContext.Current.TestOutputHelper?.WriteLine($"Seen after {elapsed.TotalMilliseconds:f1} ms.");
        await session.DisposeAsync();
    }

    private static async Task WriteForeverAsync(ConnectionContext connection)
    {
        var chunk = new byte[64 * 1024];
        try
        {
            while (!(await connection.Transport.Output.WriteAsync(chunk, Cancellation)).IsCompleted)
            {
            }
        }
        catch (ConnectionResetException)
        {
        }
    }

    private async Task<(ConnectionContext Dialled, ConnectionContext Accepted)> ConnectAsync(IConnectionListener listener, EndPoint address)
    {
        var accepting = listener.AcceptAsync(Cancellation);
        var dialled = await _network.ConnectAsync(address, Cancellation);
        return (dialled, (await accepting.SoonAsync())!);
    }
}
