using System.IO.Pipelines;
using System.Net;
using System.Text;
using Failover.Testing;

namespace Failover.Transport.Tests;

/// <summary>Raft's streams, apart from sessions and probes on the same port.</summary>
public sealed class RaftStreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Raft_gets_its_streams_and_only_those_from_their_first_byte(bool memory)
    {
        await using var cluster = new PortCluster(memory ? new InMemoryNetwork() : null);
        var a = await cluster.StartAsync("a");
        var b = await cluster.StartAsync("b");
        await using var raft = await b.RaftListenerFactory.BindAsync(cluster.Addresses["b"], Cancellation);

        await a.OpenSessionAsync("b", b);
        await a.ProbeAsync("b", Cancellation);
        await using var dialled = await a.RaftConnectionFactory.ConnectAsync(cluster.Addresses["b"], Cancellation);
        await dialled.Transport.Output.WriteAsync("request"u8.ToArray(), Cancellation);
        await using var accepted = await raft.AcceptAsync(Cancellation).SoonAsync();

        Assert.Equal("request", await ReadAsync(accepted!.Transport.Input, 7));
        await accepted.Transport.Output.WriteAsync("response"u8.ToArray(), Cancellation);
        Assert.False(dialled.Transport.Input.TryRead(out _)); // It must not show the answer.
        Assert.Equal("response", await ReadAsync(dialled.Transport.Input, 8));
        Assert.NotNull(accepted.RemoteEndPoint);
        Assert.False(b.AcceptedSessions.TryRead(out _));
    }

    [Fact]
    public async Task The_first_request_does_not_wait_for_a_round_trip()
    {
        var network = new InMemoryNetwork();
        await using var cluster = new PortCluster(network);
        var a = await cluster.StartAsync("a");
        var b = await cluster.StartAsync("b");
        await using var raft = await b.RaftListenerFactory.BindAsync(cluster.Addresses["b"], Cancellation);
        network.Pause("b"); // Its kernel accepts, but no answer can come.

        await using var dialled = await a.RaftConnectionFactory.ConnectAsync(cluster.Addresses["b"], Cancellation).SoonAsync();
        await dialled.Transport.Output.WriteAsync("request"u8.ToArray(), Cancellation).SoonAsync();
        network.Resume("b");

        await using var accepted = await raft.AcceptAsync(Cancellation).SoonAsync();
        Assert.Equal("request", await ReadAsync(accepted!.Transport.Input, 7));
    }

    [Fact]
    public async Task A_refusal_never_looks_like_a_response()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        await cluster.StartAsync("b", options => options with { ClusterId = "other" });
        await using var stream = await a.RaftConnectionFactory.ConnectAsync(cluster.Addresses["b"], Cancellation);
        await stream.Transport.Output.WriteAsync(new byte[10_000], Cancellation);

        var first = await Assert.ThrowsAsync<HandshakeException>(() => stream.Transport.Input.ReadAsync(Cancellation).SoonAsync());

        Assert.Equal(AnswerCode.WrongCluster, first.Code);
        await Assert.ThrowsAnyAsync<IOException>(() => stream.Transport.Input.ReadAsync(Cancellation).SoonAsync());
        await cluster.Log.WaitForAsync(3011, "another cluster");
    }

    [Fact]
    public async Task Streams_are_refused_until_Raft_is_bound_and_after_it_is_unbound()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        var b = await cluster.StartAsync("b");

        Assert.Equal(AnswerCode.NotServing, await TryAsync(Eventually.Patience));
        var raft = await b.RaftListenerFactory.BindAsync(cluster.Addresses["b"], Cancellation);
        Assert.Null(await TryAsync(TimeSpan.FromMilliseconds(100)));
        await raft.DisposeAsync();
        Assert.Equal(AnswerCode.NotServing, await TryAsync(Eventually.Patience));
        await using var again = await b.RaftListenerFactory.BindAsync(cluster.Addresses["b"], Cancellation);
        Assert.Null(await TryAsync(TimeSpan.FromMilliseconds(100)));

        async Task<AnswerCode?> TryAsync(TimeSpan patience)
        {
            await using var stream = await a.RaftConnectionFactory.ConnectAsync(cluster.Addresses["b"], Cancellation);
            using var enough = new CancellationTokenSource(patience, TimeProvider.System);
            try
            {
                await stream.Transport.Input.ReadAsync(enough.Token).SoonAsync();
                return AnswerCode.Malformed;
            }
            catch (HandshakeException exception)
            {
                return exception.Code;
            }
            catch (OperationCanceledException)
            {
                return null; // Accepted: Raft says nothing unasked.
            }
        }
    }

    [Fact]
    public async Task A_cancelled_accept_tells_by_whom_and_unbinding_resets_what_waits()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        var b = await cluster.StartAsync("b");
        var raft = await b.RaftListenerFactory.BindAsync(cluster.Addresses["b"], Cancellation);
        using var stop = new CancellationTokenSource();
        var accepting = raft.AcceptAsync(stop.Token).AsTask();
        await stop.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting.SoonAsync());
        Assert.Equal(stop.Token, cancelled.CancellationToken); // DotNext compares.

        await using var stream = await a.RaftConnectionFactory.ConnectAsync(cluster.Addresses["b"], Cancellation);
        await Eventually.TrueAsync(() => b.OpenConnections == 1);
        await raft.UnbindAsync(stop.Token);
        await stream.ConnectionClosed.WaitAsync().SoonAsync();
        Assert.Null(await raft.AcceptAsync(Cancellation).SoonAsync());
    }

    [Fact]
    public async Task An_address_of_no_member_cannot_be_dialled()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");

        await Assert.ThrowsAsync<IOException>(
            () => a.RaftConnectionFactory.ConnectAsync(new IPEndPoint(IPAddress.Loopback, 9), Cancellation).AsTask());
    }

    private static async Task<string> ReadAsync(PipeReader input, int count)
    {
        var read = await input.ReadAtLeastAsync(count, Cancellation).SoonAsync();
        var text = Encoding.UTF8.GetString(read.Buffer);
        input.AdvanceTo(read.Buffer.End);
        return text;
    }
}
