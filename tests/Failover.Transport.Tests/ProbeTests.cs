using System.Net;
using System.Net.Sockets;

namespace Failover.Transport.Tests;

/// <summary>Rules 4 and 6: what an address answers. Over real TCP, for the operating system has the last word here.</summary>
public sealed class ProbeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_answers_with_its_process_and_Raft_term()
    {
        await using var cluster = new PortCluster { RaftTerm = 42 };
        var process = Guid.NewGuid();
        var a = await cluster.StartAsync("a");
        await cluster.StartAsync("b", options => options with { Process = process });

        Assert.Equal(
            new ProbeResult(ProbeOutcome.Answered, new PeerIdentity("b", process), 42), await a.ProbeAsync("b", Cancellation));
    }

    [Fact]
    public async Task A_member_can_probe_its_own_address()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");

        Assert.Equal(ProbeOutcome.Answered, (await a.ProbeAsync("a", Cancellation)).Outcome);
    }

    [Fact]
    public async Task A_second_process_under_a_members_name_learns_who_is_the_first()
    {
        await using var cluster = new PortCluster();
        var process = Guid.NewGuid();
        await cluster.StartAsync("a", options => options with { Process = process });
        var second = cluster.Create("a");

        Assert.Equal(process, (await second.ProbeAsync("a", Cancellation)).Identity?.Process);
    }

    [Fact]
    public async Task An_address_without_a_listener_is_refused()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        var b = await cluster.StartAsync("b");
        await b.DisposeAsync();

        Assert.Equal(new ProbeResult(ProbeOutcome.Refused), await a.ProbeAsync("b", Cancellation));
    }

    [Fact]
    public async Task A_listener_that_never_answers_is_silent()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a", PortCluster.ProbeBriefly);
        using var listener = Listen();
        cluster.Members["b"] = listener.LocalEndPoint!;

        Assert.Equal(ProbeOutcome.Silent, (await a.ProbeAsync("b", Cancellation)).Outcome);
    }

    [Fact]
    public async Task An_echo_is_no_answer()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        using var listener = Listen();
        cluster.Members["b"] = listener.LocalEndPoint!;
        var echo = EchoAsync(listener);

        Assert.Equal(ProbeOutcome.Silent, (await a.ProbeAsync("b", Cancellation)).Outcome);
        await echo.SoonAsync();
    }

    [Fact]
    public async Task Another_member_at_the_address_proves_nothing()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        await cluster.StartAsync("b");
        cluster.Members["c"] = cluster.Members["b"];

        Assert.Equal(ProbeOutcome.Silent, (await a.ProbeAsync("c", Cancellation)).Outcome);
        await cluster.Log.WaitForAsync(3011, "that of member 'b', not of 'c'");
    }

    [Fact]
    public async Task A_process_that_dies_between_connect_and_answer_is_found_refused()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        using var listener = Listen();
        cluster.Members["b"] = listener.LocalEndPoint!;

        var probe = a.ProbeAsync("b", Cancellation);
        using (var accepted = await listener.AcceptAsync(Cancellation))
        {
            listener.Dispose();
        }

        Assert.Equal(ProbeOutcome.Refused, (await probe.SoonAsync()).Outcome);
    }

    [Fact]
    public async Task An_address_that_resets_connections_is_dialled_again_until_it_refuses_them()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        using var listener = Listen();
        cluster.Members["b"] = listener.LocalEndPoint!;

        var probe = a.ProbeAsync("b", Cancellation);
        for (var resets = 0; resets < 5; resets++)
        {
            using var accepted = await listener.AcceptAsync(Cancellation);
            accepted.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        listener.Dispose();
        Assert.Equal(ProbeOutcome.Refused, (await probe.SoonAsync()).Outcome);
    }

    [Fact]
    public async Task An_unknown_host_and_an_unknown_member_are_silent()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a", PortCluster.ProbeBriefly);
        cluster.Members["b"] = new DnsEndPoint("no-such-host.invalid", 7400);

        Assert.Equal(ProbeOutcome.Silent, (await a.ProbeAsync("b", Cancellation)).Outcome);
        Assert.Equal(ProbeOutcome.Silent, (await a.ProbeAsync("nobody", Cancellation)).Outcome);
    }

    [Fact]
    public async Task A_caller_may_cancel()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        using var listener = Listen();
        cluster.Members["b"] = listener.LocalEndPoint!;
        using var cancellation = new CancellationTokenSource();

        var probe = a.ProbeAsync("b", cancellation.Token);
        using var accepted = await listener.AcceptAsync(Cancellation);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.SoonAsync());
    }

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private static async Task EchoAsync(Socket listener)
    {
        using var accepted = await listener.AcceptAsync(Cancellation);
        var buffer = new byte[1024];
        var count = await accepted.ReceiveAsync(buffer, Cancellation);
        await accepted.SendAsync(buffer.AsMemory(0, count), Cancellation);
        await accepted.ReceiveAsync(buffer, Cancellation);
    }
}
