using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport.Tests;

/// <summary>Decision 18: what a lifeline says by its end, and that the operating system closes it first.</summary>
public sealed class LifelineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_end_of_a_lifeline_without_a_goodbye_closes_the_channels_of_its_process()
    {
        await using var cluster = new PortCluster();
        var process = Guid.NewGuid();
        var (a, b, c) = (await cluster.StartAsync("a", options => options with { Process = process }), await cluster.StartAsync("b"), await cluster.StartAsync("c"));
        var (_, lost) = await a.OpenSessionAsync("b", b);
        var (other, kept) = await c.OpenSessionAsync("b", b);
        var reading = lost.ReadToEndAsync();
        using (var lifeline = await GreetAsync(b, cluster, process))
        {
            Assert.False(reading.IsCompleted);
        }

        Assert.Empty(await reading.SoonAsync());
        Assert.Equal("the lifeline of its process ended", lost.CloseReason);
        Assert.False(lost.TrySend("too late"));
        Assert.True(other.TrySend("hello"));
        Assert.Equal("hello", await kept.ReadOneAsync().SoonAsync());
    }

    [Fact]
    public async Task A_channel_that_is_not_read_yet_ends_too()
    {
        await using var cluster = new PortCluster();
        var process = Guid.NewGuid();
        var (a, b) = (await cluster.StartAsync("a", options => options with { Process = process }), await cluster.StartAsync("b"));
        var (_, lost) = await a.OpenSessionAsync("b", b);
        (await GreetAsync(b, cluster, process)).Dispose();
        await Eventually.TrueAsync(() => lost.CloseReason is not null);

        Assert.Empty(await lost.ReadToEndAsync().SoonAsync());
    }

    [Fact]
    public async Task A_goodbye_closes_nothing_else()
    {
        await using var cluster = new PortCluster();
        var process = Guid.NewGuid();
        var (a, b) = (await cluster.StartAsync("a", options => options with { Process = process }), await cluster.StartAsync("b"));
        var (dialled, accepted) = await a.OpenSessionAsync("b", b);
        using var lifeline = await GreetAsync(b, cluster, process);
        await lifeline.SendAsync(0);
        await lifeline.ReadEndAsync();

        Assert.True(dialled.TrySend("hello"));
        Assert.Equal("hello", await accepted.ReadOneAsync().SoonAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_dials_a_session_holds_a_lifeline_as_long_as_it_is_open(bool dialler)
    {
        await using var cluster = new PortCluster();
        var (a, b) = (await cluster.StartAsync("a"), await cluster.StartAsync("b"));
        await (await BindAsync()).DisposeAsync(); // Skips where there are no lifelines.
        var (dialled, accepted) = await a.OpenSessionAsync("b", b);

        // At b the stream, its channel, and the lifeline; and at a nothing but the first two.
        await Eventually.TrueAsync(() => b.OpenConnections == 3, () => $"{b.OpenConnections} connections");
        Assert.Equal(2, a.OpenConnections);

        await (dialler ? dialled : accepted).DisposeAsync();
        await (dialler ? accepted : dialled).ReadToEndAsync().SoonAsync();
        await Eventually.TrueAsync(() => b.OpenConnections == 0, () => $"{b.OpenConnections} connections");
        Assert.DoesNotContain(cluster.Log.Entries, entry => entry.Text.Contains("lifeline of its process", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_listener_and_its_lifelines_are_closed_when_one_thread_ends_and_not_with_the_others_files()
    {
        await using var listener = await BindAsync();
        using var peer = new TcpListener(IPAddress.Loopback, 0);
        peer.Start();
        using var lifeline = ((ILifelines)listener).Hold(peer.LocalEndpoint, "hello"u8.ToArray());
        using var held = await peer.AcceptSocketAsync(Cancellation);
        Assert.Equal(5, await held.ReceiveAsync(new byte[10], Cancellation));

        var (listening, connected) = (InodeOf(listener.EndPoint, "0A"), InodeOf(held.RemoteEndPoint!, "01"));
        var own = Assert.Single(Directory.GetDirectories("/proc/self/task").Select(task => Sockets($"{task}/fd")), files => files.Contains(listening));
        Assert.Contains(connected, own);
        Assert.Equal(3, own.Count); // The third is its end of the pair.
    }

    /// <summary>.NET's handler of a signal ends the process where the pipe that it writes to is not open. Chaos (Signals, seed 17008) found that.</summary>
    [Fact]
    public async Task No_signal_is_handled_on_the_thread_that_has_files_of_its_own()
    {
        using var handled = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => { });
        await using var listener = await BindAsync();
        var listening = InodeOf(listener.EndPoint, "0A");
        var thread = Assert.Single(Directory.GetDirectories("/proc/self/task"), task => Sockets($"{task}/fd").Contains(listening));

        var unblocked = Signals(thread, "SigCgt") & ~Signals(thread, "SigBlk");
        const ulong OwnFaults = (1UL << 3) | (1UL << 4) | (1UL << 5) | (1UL << 6) | (1UL << 7) | (1UL << 10) | (1UL << 30);
        const ulong RuntimesOwn = (1UL << 31) | (1UL << 32) | (1UL << 33) | (1UL << 34);
        Assert.Equal(0UL, unblocked & ~(OwnFaults | RuntimesOwn));
        Assert.NotEqual(0UL, Signals(thread, "SigCgt") & (1UL << 17)); // SIGCONT has a handler, so the comparison means something.
    }

    [Fact]
    public async Task A_lifeline_that_cannot_be_made_or_ends_does_no_harm()
    {
        var listener = await BindAsync();
        var peer = new TcpListener(IPAddress.Loopback, 0);
        peer.Start();
        using var ended = ((ILifelines)listener).Hold(peer.LocalEndpoint, new byte[1]);
        (await peer.AcceptSocketAsync(Cancellation)).Dispose();
        var address = peer.LocalEndpoint;
        peer.Stop();
        using var refused = ((ILifelines)listener).Hold(address, new byte[1]);

        await using var dialled = await new TcpClusterNetwork(TimeProvider.System).ConnectAsync(listener.EndPoint, Cancellation);
        await using var accepted = await listener.AcceptAsync(Cancellation).AsTask().SoonAsync();
        Assert.NotNull(accepted);
        await listener.DisposeAsync();
        ((ILifelines)listener).Hold(address, new byte[1]).Dispose(); // Nobody holds it any more.
    }

    [Fact]
    public async Task Lifelines_beyond_any_number_that_was_prepared_for_are_held()
    {
        await using var listener = await BindAsync();
        using var peer = new TcpListener(IPAddress.Loopback, 0);
        peer.Start();
        var held = new List<(IDisposable Lifeline, Socket End)>();
        for (var count = 0; count < 40; count++)
        {
            var lifeline = ((ILifelines)listener).Hold(peer.LocalEndpoint, new byte[1]);
            held.Add((lifeline, await peer.AcceptSocketAsync(Cancellation)));
        }

        foreach (var (lifeline, end) in held)
        {
            var bytes = new byte[8];
            Assert.Equal(1, await end.ReceiveAsync(bytes, Cancellation));
            lifeline.Dispose();
            Assert.Equal(1, await end.ReceiveAsync(bytes, Cancellation).AsTask().SoonAsync()); // Goodbye.
            Assert.Equal(0, await end.ReceiveAsync(bytes, Cancellation).AsTask().SoonAsync());
            end.Dispose();
        }
    }

    /// <summary>It would stay open there when the process closes it, with its lock and its end of a connection.</summary>
    [Fact]
    public async Task A_file_of_the_process_is_not_in_that_threads_table()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        await using var listener = await BindAsync();
        var listening = InodeOf(listener.EndPoint, "0A");
        var files = Assert.Single(Directory.GetDirectories("/proc/self/task").Select(task => Files($"{task}/fd")), files => files.Contains(listening));

        Assert.Contains(path, Files("/proc/self/fd"));
        Assert.DoesNotContain(path, files);
    }

    [Fact]
    public async Task Without_lifelines_a_listener_accepts_as_well()
    {
        var network = new TcpClusterNetwork(TimeProvider.System, holdsLifelines: false);
        await using var listener = await network.BindAsync(new IPEndPoint(IPAddress.Loopback, 0), Cancellation);
        Assert.IsNotType<ILifelines>(listener, exactMatch: false);
        await using var dialled = await network.ConnectAsync(listener.EndPoint, Cancellation);
        await using var accepted = await listener.AcceptAsync(Cancellation);
        Assert.NotNull(accepted);
    }

    /// <summary>Listens on any port; the test is skipped where that comes without lifelines.</summary>
    private static async Task<IConnectionListener> BindAsync()
    {
        var listener = await new TcpClusterNetwork(TimeProvider.System).BindAsync(new IPEndPoint(IPAddress.Loopback, 0), Cancellation);
        if (listener is not ILifelines)
        {
            await listener.DisposeAsync();
            Assert.Skip("This system gives no thread a table of open files of its own (it takes Linux 5.9 or newer, on x64 or Arm64).");
        }

        return listener;
    }

    private static async Task<RawPeer> GreetAsync(ClusterPort port, PortCluster cluster, Guid process)
    {
        var peer = await RawPeer.ConnectAsync(port);
        var options = cluster.OptionsOf("b");
        await peer.SendAsync(new Preamble(options.Versions, StreamKind.Lifeline, options.ClusterId, new PeerIdentity("a", process), "b"));
        Assert.Equal(AnswerCode.Accepted, (await peer.ReadAnswerAsync()).Code);
        return peer;
    }

    private static HashSet<string> Sockets(string table) => [.. Files(table).Where(file => file.StartsWith("socket:", StringComparison.Ordinal))];

    private static HashSet<string> Files(string table)
    {
        try
        {
            return [.. new DirectoryInfo(table).GetFiles().Select(file => file.LinkTarget ?? "")];
        }
        catch (IOException)
        {
            return []; // A thread that has just ended.
        }
    }

    private static ulong Signals(string thread, string set) => ulong.Parse(
        File.ReadLines($"{thread}/status").Single(line => line.StartsWith(set, StringComparison.Ordinal)).Split('\t')[1],
        NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);

    /// <summary>What Linux calls a socket of this address and state.</summary>
    private static string InodeOf(EndPoint local, string state)
    {
        var port = ((IPEndPoint)local).Port.ToString("X4", CultureInfo.InvariantCulture);
        var fields = File.ReadLines("/proc/self/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Single(fields => fields[1].EndsWith($":{port}", StringComparison.Ordinal) && fields[3] == state);
        return $"socket:[{fields[9]}]";
    }
}
