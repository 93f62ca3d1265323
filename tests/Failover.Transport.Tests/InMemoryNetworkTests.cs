using System.Net.Sockets;
using System.Text;
using Failover.Testing;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;

namespace Failover.Transport.Tests;

/// <summary>Each fault of the network in memory, and its end.</summary>
public sealed class InMemoryNetworkTests
{
    private readonly InMemoryNetwork _network = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_there_is_refused_and_an_address_is_taken_once()
    {
        var refused = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync("a", "b"));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);

        await using var listener = await ListenAsync("b");
        var inUse = await Assert.ThrowsAsync<SocketException>(() => ListenAsync("b"));
        Assert.Equal(SocketError.AddressAlreadyInUse, inUse.SocketErrorCode);
        Assert.Equal(_network.AddressOf("b"), listener.EndPoint);
        Assert.NotEqual(_network.AddressOf("a"), _network.AddressOf("b"));
    }

    [Fact]
    public async Task A_partition_holds_bytes_back_both_ways_and_healing_delivers_them()
    {
        var (_, a, b) = await MemoryPair.ConnectAsync(_network);
        _network.Partition("a", "b");

        await WriteAsync(a, "to b");
        await WriteAsync(b, "to a");
        await AssertNothingAsync(a, b);

        _network.Heal("a", "b");
        Assert.Equal("to b", await ReadAsync(b));
        Assert.Equal("to a", await ReadAsync(a));
        Assert.False(a.ConnectionClosed.IsCancellationRequested || b.ConnectionClosed.IsCancellationRequested);
    }

    [Fact]
    public async Task A_cut_is_one_way_and_leaves_the_connection_half_open()
    {
        var (_, a, b) = await MemoryPair.ConnectAsync(_network);
        _network.Cut("a", "b");

        await WriteAsync(a, "lost for now");
        await WriteAsync(b, "through");
        Assert.Equal("through", await ReadAsync(a));
        await a.DisposeAsync();
        await AssertNothingAsync(b);

        _network.Heal();
        Assert.Equal("lost for now", await ReadAsync(b));
        Assert.True((await b.Transport.Input.ReadAsync(Cancellation).SoonAsync()).IsCompleted);
    }

    [Fact]
    public async Task A_connect_across_a_cut_hangs_until_cancelled_or_healed()
    {
        await using var listener = await ListenAsync("b");
        _network.Cut("b", "a"); // One way is enough: no answer comes back.
        using var cancellation = new CancellationTokenSource();
        var cancelled = _network.For("a").ConnectAsync(_network.AddressOf("b"), cancellation.Token).AsTask();
        var patient = ConnectAsync("a", "b");
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.SoonAsync());
        Assert.False(patient.IsCompleted);
        _network.Heal();
        Assert.NotNull(await patient.SoonAsync());
    }

    [Fact]
    public async Task A_black_hole_refuses_nobody_and_swallows_everything()
    {
        var (_, a, b) = await MemoryPair.ConnectAsync(_network);
        _network.BlackHole("b");
        var connecting = ConnectAsync("a", "b");
        await WriteAsync(a, "into the void");
        await WriteAsync(b, "out of the void");

        await AssertNothingAsync(a, b);
        Assert.False(connecting.IsCompleted);

        _network.Heal();
        var refused = await Assert.ThrowsAsync<SocketException>(() => connecting.SoonAsync());
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task A_crash_resets_connections_and_refuses_new_ones_until_a_restart()
    {
        var zombie = _network.For("b");
        await using var listener = await zombie.BindAsync(_network.AddressOf("b"), Cancellation);
        await using var a = await ConnectAsync("a", "b");
        await using var b = await listener.AcceptAsync(Cancellation);
        _network.Pause("b"); // Even a stopped process can be killed.

        _network.Crash("b");

        await Assert.ThrowsAsync<ConnectionResetException>(() => ReadAsync(a));
        await Assert.ThrowsAsync<ConnectionResetException>(() => ReadAsync(b!));
        Assert.Null(await listener.AcceptAsync(Cancellation).SoonAsync());
        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => ConnectAsync("a", "b"))).SocketErrorCode);
        await Assert.ThrowsAsync<SocketException>(() => zombie.ConnectAsync(_network.AddressOf("a"), Cancellation).AsTask());
        await Assert.ThrowsAsync<SocketException>(() => zombie.BindAsync(_network.AddressOf("b"), Cancellation).AsTask());

        await using var restarted = await ListenAsync("b");
        Assert.NotNull(await ConnectAsync("a", "b"));
    }

    [Fact]
    public async Task A_crash_behind_a_cut_is_not_seen_until_it_heals()
    {
        var (_, a, _) = await MemoryPair.ConnectAsync(_network);
        _network.Cut("b", "a");
        _network.Crash("b");

        await AssertNothingAsync(a);
        _network.Heal();
        await Assert.ThrowsAsync<ConnectionResetException>(() => ReadAsync(a));
    }

    [Fact]
    public async Task A_paused_members_kernel_accepts_but_nothing_is_answered_until_it_resumes()
    {
        await using var listener = await ListenAsync("b");
        await using var before = await ConnectAsync("a", "b");
        await using var peer = await listener.AcceptAsync(Cancellation);
        _network.Pause("b");

        await using var during = await ConnectAsync("a", "b").SoonAsync();
        var accepting = listener.AcceptAsync(Cancellation).AsTask();
        await WriteAsync(before, "in");
        await WriteAsync(peer!, "out");
        await AssertNothingAsync(before, peer!);
        Assert.False(accepting.IsCompleted);

        _network.Resume("b");
        Assert.NotNull(await accepting.SoonAsync());
        Assert.Equal("in", await ReadAsync(peer!));
        Assert.Equal("out", await ReadAsync(before));
    }

    [Fact]
    public async Task Latency_is_per_direction_and_by_the_clock()
    {
        var clock = new FakeTimeProvider();
        var network = new InMemoryNetwork(clock);
        var (_, a, b) = await MemoryPair.ConnectAsync(network);
        network.SetLatency("a", "b", TimeSpan.FromMilliseconds(80));

        await WriteAsync(b, "fast");
        Assert.Equal("fast", await ReadAsync(a));
        await WriteAsync(a, "slow");
        clock.Advance(TimeSpan.FromMilliseconds(79));
        await AssertNothingAsync(b);
        var start = clock.GetTimestamp();
        await clock.DoneAsync(ReadAsync(b), TimeSpan.FromMilliseconds(1));
        Assert.True(clock.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_connect_takes_the_latency_there_and_back()
    {
        var clock = new FakeTimeProvider();
        var network = new InMemoryNetwork(clock);
        network.SetLatency("a", "b", TimeSpan.FromMilliseconds(30));
        network.SetLatency("b", "a", TimeSpan.FromMilliseconds(20));
        var start = clock.GetTimestamp();

        await clock.DoneAsync(MemoryPair.ConnectAsync(network), TimeSpan.FromMilliseconds(1));

        Assert.True(clock.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task A_slow_link_carries_so_many_bytes_a_second_in_order()
    {
        var clock = new FakeTimeProvider();
        var network = new InMemoryNetwork(clock);
        var (_, a, b) = await MemoryPair.ConnectAsync(network);
        network.SetBandwidth("a", "b", 1000);
        await a.Transport.Output.WriteAsync(new byte[500], Cancellation);
        await a.Transport.Output.WriteAsync(new byte[1500], Cancellation);

        clock.Advance(TimeSpan.FromMilliseconds(499));
        await AssertNothingAsync(b);
        var start = clock.GetTimestamp();
        await clock.DoneAsync(b.Transport.Input.ReadAtLeastAsync(2000, Cancellation).AsTask(), TimeSpan.FromMilliseconds(50));
        Assert.InRange(clock.GetElapsedTime(start), TimeSpan.FromMilliseconds(1500), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_sender_waits_when_too_much_is_under_way()
    {
        var (_, a, b) = await MemoryPair.ConnectAsync(_network);
        _network.Cut("a", "b");
        var sent = 0;
        ValueTask<System.IO.Pipelines.FlushResult> flush;
        do
        {
            flush = a.Transport.Output.WriteAsync(new byte[16 * 1024], Cancellation);
            Assert.True(++sent < 1000, "The network buffers without limit.");
        }
        while (flush.IsCompleted);

        _network.Heal();
        var read = await b.Transport.Input.ReadAtLeastAsync(sent * 16 * 1024, Cancellation).SoonAsync();
        Assert.Equal(sent * 16 * 1024, read.Buffer.Length);
        await flush.SoonAsync();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void Impossible_links_are_refused(int value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _network.SetBandwidth("a", "b", value));
        Assert.Throws<ArgumentOutOfRangeException>(() => _network.SetLatency("a", "b", TimeSpan.FromTicks(value - 1)));
    }

    [Fact]
    public async Task Probes_tell_crash_pause_and_black_hole_apart()
    {
        await using var cluster = new PortCluster(_network);
        var a = await cluster.StartAsync("a");
        var brief = cluster.Create("c", PortCluster.ProbeBriefly);
        await cluster.StartAsync("b");

        Assert.Equal(ProbeOutcome.Answered, (await a.ProbeAsync("b", Cancellation)).Outcome);
        _network.Pause("b");
        Assert.Equal(ProbeOutcome.Silent, (await brief.ProbeAsync("b", Cancellation)).Outcome);
        _network.Resume("b");
        _network.BlackHole("b");
        Assert.Equal(ProbeOutcome.Silent, (await brief.ProbeAsync("b", Cancellation)).Outcome);
        _network.Crash("b");
        Assert.Equal(ProbeOutcome.Silent, (await brief.ProbeAsync("b", Cancellation)).Outcome);
        _network.Heal();
        Assert.Equal(ProbeOutcome.Refused, (await a.ProbeAsync("b", Cancellation)).Outcome);
    }

    private static async Task WriteAsync(ConnectionContext connection, string text) =>
        await connection.Transport.Output.WriteAsync(Encoding.UTF8.GetBytes(text), Cancellation).SoonAsync();

    private static async Task<string> ReadAsync(ConnectionContext connection)
    {
        var read = await connection.Transport.Input.ReadAsync(Cancellation).SoonAsync();
        var text = Encoding.UTF8.GetString(read.Buffer);
        connection.Transport.Input.AdvanceTo(read.Buffer.End);
        return text;
    }

    /// <summary>Bytes and ends that pass are handed over while they are written, so it is enough to look.</summary>
    private static async Task AssertNothingAsync(params ConnectionContext[] connections)
    {
        await Task.Yield();
        Assert.All(connections, connection => Assert.False(connection.Transport.Input.TryRead(out _)));
    }

    private Task<ConnectionContext> ConnectAsync(string from, string to) =>
        _network.For(from).ConnectAsync(_network.AddressOf(to), Cancellation).AsTask();

    private Task<IConnectionListener> ListenAsync(string member) =>
        _network.For(member).BindAsync(_network.AddressOf(member), Cancellation).AsTask();
}
