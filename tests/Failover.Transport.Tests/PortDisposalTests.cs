using System.Net.Sockets;
using Failover.Testing;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport.Tests;

/// <summary>Rule 6: the listener lives as long as the process may act, and closes last.</summary>
public sealed class PortDisposalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sessions_and_Raft_streams_close_first_and_the_listener_last(bool memory)
    {
        await using var cluster = new PortCluster(memory ? new InMemoryNetwork() : null);
        var a = await cluster.StartAsync("a");
        var b = await cluster.StartAsync("b");
        await using var raft = await b.RaftListenerFactory.BindAsync(cluster.Addresses["b"], Cancellation);
        var (dialled, accepted) = await a.OpenSessionAsync("b", b);
        var stream = await a.RaftConnectionFactory.ConnectAsync(cluster.Addresses["b"], Cancellation);
        var served = await raft.AcceptAsync(Cancellation).SoonAsync();
        Assert.True(accepted.TrySend("goodbye"));

        await b.CloseSessionsAsync().SoonAsync();

        Assert.Equal(["goodbye"], await dialled.ReadToEndAsync().SoonAsync());
        Assert.Equal("closed by this side", accepted.CloseReason);
        Assert.True(await HasEndedAsync(stream));
        Assert.True(served!.ConnectionClosed.IsCancellationRequested || await HasEndedAsync(served));
        Assert.Null(await raft.AcceptAsync(Cancellation).SoonAsync());
        Assert.Equal(ProbeOutcome.Answered, (await a.ProbeAsync("b", Cancellation)).Outcome);
        var refused = await Assert.ThrowsAsync<IOException>(() => a.DialSessionAsync("b", Cancellation));
        Assert.Contains("does not take such streams now", refused.Message, StringComparison.Ordinal);

        await b.DisposeAsync().AsTask().SoonAsync();

        Assert.Equal(ProbeOutcome.Refused, (await a.ProbeAsync("b", Cancellation)).Outcome);
        Assert.False(b.ListenerFailed.IsCompleted);
        Assert.True(b.AcceptedSessions.Completion.IsCompleted);
    }

    [Fact]
    public async Task Nothing_is_left_open_whatever_was_under_way()
    {
        var network = new InMemoryNetwork();
        var cluster = new PortCluster(network);
        var a = await cluster.StartAsync("a");
        var b = await cluster.StartAsync("b");
        await using var raft = await b.RaftListenerFactory.BindAsync(cluster.Addresses["b"], Cancellation);
        await a.OpenSessionAsync("b", b);
        await b.OpenSessionAsync("a", a);
        await a.OpenSessionAsync("a", a);
        await a.RaftConnectionFactory.ConnectAsync(cluster.Addresses["b"], Cancellation);
        var unfinished = await network.For("c").ConnectAsync(cluster.Addresses["b"], Cancellation);
        network.Pause("b");
        var hanging = a.DialSessionAsync("b", Cancellation);
        network.Resume("b");
        await Task.WhenAll(a.DisposeAsync().AsTask(), b.DisposeAsync().AsTask()).SoonAsync();
        await cluster.DisposeAsync();

        if (await Record.ExceptionAsync(() => hanging.SoonAsync()) is { } failure)
        {
            Assert.IsAssignableFrom<IOException>(failure);
        }

        await unfinished.DisposeAsync();
        Assert.Equal(0, network.OpenConnections);
    }

    [Fact]
    public async Task A_disposed_port_dials_no_more()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        await cluster.StartAsync("b");
        await a.DisposeAsync();
        await a.DisposeAsync();

        await Assert.ThrowsAsync<IOException>(() => a.DialSessionAsync("a", Cancellation));
        await Assert.ThrowsAsync<IOException>(() => a.DialSessionAsync("b", Cancellation));
        Assert.Equal(ProbeOutcome.Silent, (await a.ProbeAsync("b", Cancellation)).Outcome);
        await Assert.ThrowsAsync<InvalidOperationException>(() => a.StartAsync(Cancellation));
    }

    [Fact]
    public async Task A_listener_that_fails_is_told_of_and_does_not_look_like_a_crash()
    {
        var network = new InMemoryNetwork();
        await using var cluster = new PortCluster(network);
        var a = await cluster.StartAsync("a", PortCluster.ProbeBriefly);
        var b = await cluster.StartAsync("b");
        var (dialled, _) = await a.OpenSessionAsync("b", b);

        network.FailListener("b");

        var error = Assert.IsType<SocketException>(await b.ListenerFailed.SoonAsync());
        Assert.Equal(SocketError.NetworkDown, error.SocketErrorCode);
        Assert.Equal(ProbeOutcome.Silent, (await a.ProbeAsync("b", Cancellation)).Outcome);
        Assert.Null(dialled.CloseReason);
        await cluster.Log.WaitForAsync(3001, "listener failed");
    }

    private static async Task<bool> HasEndedAsync(ConnectionContext connection)
    {
        try
        {
            return (await connection.Transport.Input.ReadAsync(Cancellation).SoonAsync()).IsCompleted;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
