using Microsoft.Extensions.Time.Testing;

namespace Failover.Transport.Tests;

/// <summary>What a noisy or silent peer may use up.</summary>
public sealed class LimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_peer_that_does_not_finish_its_handshake_is_closed_at_the_time_out()
    {
        var clock = new FakeTimeProvider();
        await using var cluster = new PortCluster(timeProvider: clock);
        var port = await cluster.StartAsync("a");
        using var silent = await RawPeer.ConnectAsync(port);
        using var slow = await RawPeer.ConnectAsync(port);
        await slow.SendAsync(0x46, 0x4F);
        await Eventually.TrueAsync(() => port.OpenConnections == 2);

        await clock.DoneAsync(Task.WhenAll(silent.ReadEndAsync(), slow.ReadEndAsync()), TimeSpan.FromMilliseconds(500));

        await cluster.Log.WaitForAsync(3010, "took longer than 2 s");
        await Eventually.TrueAsync(() => port.OpenConnections == 0);
    }

    [Fact]
    public async Task Too_many_silent_connections_evict_the_oldest_and_honest_ones_get_through()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a", options => options with { MaxHandshakes = 3, HandshakeTimeout = TimeSpan.FromMinutes(5) });
        var b = await cluster.StartAsync("b");
        var idle = new List<RawPeer>();
        for (var i = 0; i < 50; i++)
        {
            idle.Add(await RawPeer.ConnectAsync(a));
        }

        foreach (var evicted in idle.Take(47))
        {
            await evicted.ReadEndAsync();
        }

        Assert.Equal(3, a.OpenConnections);
        Assert.Equal(ProbeOutcome.Answered, (await b.ProbeAsync("a", Cancellation)).Outcome);
        var (dialled, _) = await b.OpenSessionAsync("a", a);
        Assert.Null(dialled.CloseReason);
        Assert.Equal(RateLimitedLog.MaxPerWindow, cluster.Log.Entries.Count(entry => entry.Id == 3010));
        idle.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public async Task No_more_streams_than_allowed_are_open_but_probes_are_answered()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a", options => options with { MaxConnections = 1 });
        var b = await cluster.StartAsync("b");
        var (first, accepted) = await b.OpenSessionAsync("a", a);
        var reading = accepted.ReadToEndAsync();

        var error = await Assert.ThrowsAsync<IOException>(() => b.DialSessionAsync("a", Cancellation));
        Assert.Contains("as many connections as it may", error.Message, StringComparison.Ordinal);
        Assert.Equal(ProbeOutcome.Answered, (await b.ProbeAsync("a", Cancellation)).Outcome);

        await first.DisposeAsync();
        Assert.Empty(await reading.SoonAsync());
        await Eventually.TrueAsync(() => a.OpenConnections == 0);
        var (next, _) = await b.OpenSessionAsync("a", a);
        Assert.Null(next.CloseReason);
    }

    [Fact]
    public void The_log_of_refusals_is_limited_and_counts_what_it_left_out()
    {
        var clock = new FakeTimeProvider();
        var log = new RateLimitedLog(clock, new RecordingLogger());
        var written = new List<int>();
        for (var i = 0; i < 25; i++)
        {
            log.Write((_, suppressed) => written.Add(suppressed));
        }

        Assert.Equal(Enumerable.Repeat(0, 10), written);
        clock.Advance(RateLimitedLog.Window);
        log.Write((_, suppressed) => written.Add(suppressed));
        Assert.Equal(15, written[^1]);
    }
}
