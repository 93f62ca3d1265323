namespace Failover.Transport.Tests;

/// <summary>Who is let in at the cluster port, and what the others are told.</summary>
public sealed class HandshakeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_tells_each_side_who_the_other_is()
    {
        await using var cluster = new PortCluster();
        Guid processA = Guid.NewGuid(), processB = Guid.NewGuid();
        var a = await cluster.StartAsync("a", options => options with { Process = processA });
        var b = await cluster.StartAsync("b", options => options with { Process = processB });

        var (dialled, accepted) = await a.OpenSessionAsync("b", b);

        Assert.Equal(new PeerIdentity("b", processB), dialled.Remote);
        Assert.Equal(new PeerIdentity("a", processA), accepted.Remote);
        Assert.True(dialled.TrySend("to b"));
        Assert.Equal("to b", await accepted.ReadOneAsync().SoonAsync());
        Assert.True(accepted.TrySend("to a"));
        Assert.Equal("to a", await dialled.ReadOneAsync().SoonAsync());
    }

    [Theory]
    [InlineData("other", "b", "a", AnswerCode.WrongCluster, "cluster 'other'")]
    [InlineData("test", "x", "a", AnswerCode.UnknownSender, "no member is called 'x'")]
    [InlineData("test", "b", "c", AnswerCode.WrongTarget, "looks for member 'c'")]
    [InlineData("test", "a", "a", AnswerCode.DuplicateMember, "also calls itself 'a'")]
    internal async Task A_stranger_is_answered_why_and_logged(string id, string sender, string target, AnswerCode code, string logged)
    {
        await using var cluster = new PortCluster();
        var port = await cluster.StartAsync("a");
        using var peer = await RawPeer.ConnectAsync(port);

        await peer.SendAsync(new Preamble(new(1, 1), StreamKind.Session, id, new(sender, Guid.NewGuid()), target));

        Assert.Equal(code, (await peer.ReadAnswerAsync()).Code);
        await cluster.Log.WaitForAsync(3010, logged);
        Assert.False(port.AcceptedSessions.TryRead(out _));
        peer.EndSending();
        await peer.ReadEndAsync();
    }

    [Fact]
    public async Task Who_was_configured_with_other_members_is_answered_so()
    {
        await using var cluster = new PortCluster();
        var port = await cluster.StartAsync("a");
        using var peer = await RawPeer.ConnectAsync(port);

        await peer.SendAsync(new Preamble(new(1, 1), StreamKind.Probe, "test", new("b", Guid.NewGuid()), "a", Roster: 7));

        Assert.Equal(AnswerCode.WrongMembers, (await peer.ReadAnswerAsync()).Code);
        await cluster.Log.WaitForAsync(3010, "'b' was configured with other members");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("FOV! is what a port says, not a peer")]
    public async Task Who_does_not_speak_the_protocol_is_hung_up_on(string greeting)
    {
        await using var cluster = new PortCluster();
        using var peer = await RawPeer.ConnectAsync(await cluster.StartAsync("a"));

        await peer.SendAsync(System.Text.Encoding.ASCII.GetBytes(greeting));

        await peer.ReadEndAsync();
        await cluster.Log.WaitForAsync(3010, "does not speak the protocol");
    }

    public static TheoryData<string, byte[]> MalformedBodies() => new()
    {
        { "too short", [] },
        { "kind 9", [9, .. new byte[16], 1, 65, 1, 65, 1, 65] },
        { "too short", [2, .. new byte[16], 1, 65, 200, 65] },
        { "control characters", [2, .. new byte[16], 1, 10, 1, 65, 1, 65] },
        { "empty", [2, .. new byte[16], 0, 1, 65, 1, 65] },
        { "not UTF-8", [2, .. new byte[16], 1, 0xC3, 1, 65, 1, 65] },
        { "longer than", new byte[1025] },
    };

    [Theory]
    [MemberData(nameof(MalformedBodies))]
    public async Task A_malformed_preamble_is_answered_as_such(string logged, byte[] body)
    {
        await using var cluster = new PortCluster();
        using var peer = await RawPeer.ConnectAsync(await cluster.StartAsync("a"));

        await peer.SendAsync(WireHeader.Frame(WireHeader.PreambleMagic, new(1, 1), body));

        Assert.Equal(AnswerCode.Malformed, (await peer.ReadAnswerAsync()).Code);
        await cluster.Log.WaitForAsync(3010, logged);
    }

    [Fact]
    public async Task A_body_may_grow_at_its_end_in_a_later_version()
    {
        await using var cluster = new PortCluster();
        using var peer = await RawPeer.ConnectAsync(await cluster.StartAsync("a"));
        var known = new Preamble(new(1, 2), StreamKind.Probe, "test", new("b", Guid.NewGuid()), "a").Encode()[WireHeader.Size..];

        await peer.SendAsync(WireHeader.Frame(WireHeader.PreambleMagic, new(1, 2), [.. known, 1, 2, 3]));

        Assert.Equal(AnswerCode.Accepted, (await peer.ReadAnswerAsync()).Code);
    }

    [Fact]
    public async Task Versions_without_overlap_name_both_ranges_on_both_sides()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        await cluster.StartAsync("b", options => options with { Versions = new(2, 3) });

        var error = await Assert.ThrowsAsync<IOException>(() => a.DialSessionAsync("b", Cancellation));

        Assert.Contains("Member 'b'", error.Message, StringComparison.Ordinal);
        Assert.Contains("the peer speaks protocol versions 2 to 3, this process version 1", error.Message, StringComparison.Ordinal);
        await cluster.Log.WaitForAsync(3010, "the peer speaks protocol version 1, this process versions 2 to 3");
    }

    [Fact]
    public async Task Versions_that_overlap_talk_to_each_other()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a", options => options with { Versions = new(1, 2) });
        var b = await cluster.StartAsync("b", options => options with { Versions = new(2, 3) });

        var (dialled, _) = await a.OpenSessionAsync("b", b);

        Assert.Null(dialled.CloseReason);
    }

    [Fact]
    public async Task A_dialler_is_told_why_it_was_refused()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a", options => options with { ClusterId = "other" });
        await cluster.StartAsync("b");
        cluster.Members["c"] = cluster.Members["b"];
        var c = cluster.Create("a");

        var wrongCluster = await Assert.ThrowsAsync<IOException>(() => a.DialSessionAsync("b", Cancellation));
        var wrongTarget = await Assert.ThrowsAsync<IOException>(() => c.DialSessionAsync("c", Cancellation));
        var unknown = await Assert.ThrowsAsync<IOException>(() => c.DialSessionAsync("nobody", Cancellation));

        Assert.Contains("another cluster than 'other'", wrongCluster.Message, StringComparison.Ordinal);
        Assert.Contains("is that of member 'b', not of 'c'", wrongTarget.Message, StringComparison.Ordinal);
        Assert.Contains("No member is called 'nobody'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dial_to_nobody_says_that_it_was_refused()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        var b = await cluster.StartAsync("b");
        await b.DisposeAsync();

        var error = await Assert.ThrowsAsync<IOException>(() => a.DialSessionAsync("b", Cancellation));

        Assert.IsType<System.Net.Sockets.SocketException>(error.InnerException);
        Assert.Contains("could not be reached", error.Message, StringComparison.Ordinal);
    }
}
