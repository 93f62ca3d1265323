namespace Failover.Transport.Tests;

/// <summary>Members tell each other in the handshake what they remember of each other.</summary>
public sealed class MarkTests
{
    private static readonly Marks s_ofA = new(new Mark(7, Guid.NewGuid()), new Mark(3, Guid.NewGuid()), new Mark(5, Guid.NewGuid()));
    private static readonly Marks s_ofB = new(new Mark(4, Guid.NewGuid()), new Mark(6, Guid.NewGuid()), new Mark(2, Guid.NewGuid()));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_side_hears_what_the_other_says()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        await cluster.StartAsync("b");
        cluster.Marks["a"].Says = s_ofA;
        cluster.Marks["b"].Says = s_ofB;

        Assert.Equal(ProbeOutcome.Answered, (await a.ProbeAsync("b", Cancellation)).Outcome);

        Assert.Equal(("a", s_ofA), Assert.Single(cluster.Marks["b"].Heard));
        Assert.Equal(("b", s_ofB), Assert.Single(cluster.Marks["a"].Heard));
    }

    [Fact]
    public async Task Who_finds_itself_outdated_by_an_answer_opens_no_session()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        await cluster.StartAsync("b");
        cluster.Marks["a"].IsOutdated = true;

        var error = await Assert.ThrowsAsync<IOException>(() => a.DialSessionAsync("b", Cancellation));

        Assert.Contains("the data directory of this member is older than what it promised", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_finds_itself_outdated_by_a_preamble_takes_no_session_but_answers_probes()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        var b = await cluster.StartAsync("b");
        cluster.Marks["b"].IsOutdated = true;

        await Assert.ThrowsAsync<IOException>(() => a.DialSessionAsync("b", Cancellation));

        Assert.False(b.AcceptedSessions.TryRead(out _));
        Assert.Equal(ProbeOutcome.Answered, (await a.ProbeAsync("b", Cancellation)).Outcome);
    }

    [Fact]
    public async Task A_stranger_is_told_nothing_and_not_listened_to()
    {
        await using var cluster = new PortCluster();
        using var peer = await RawPeer.ConnectAsync(await cluster.StartAsync("a"));
        cluster.Marks["a"].Says = s_ofA;

        await peer.SendAsync(new Preamble(new(1, 1), StreamKind.Probe, "other", new("b", Guid.NewGuid()), "a", Marks: s_ofB));

        Assert.Equal(default, (await peer.ReadAnswerAsync()).Marks);
        Assert.Empty(cluster.Marks["a"].Heard);
    }
}
