using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace Failover.Cli.Tests.Http;

/// <summary>Any member's address will do, and a command takes effect once.</summary>
public sealed class ServerChoiceTests
{
    [Fact]
    public async Task A_dead_member_is_passed_over()
    {
        await using var dead = await FakeMember.StartAsync();
        await using var alive = await FakeMember.StartAsync();
        var tool = new Tool(dead, alive);
        await dead.KillAsync();

        Assert.Equal(0, await tool.RunAsync("status"));

        Assert.Single(alive.Received);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task One_that_can_not_decide_is_passed_over_under_the_same_key(int status)
    {
        await using var first = await FakeMember.StartAsync();
        await using var second = await FakeMember.StartAsync();
        first.Always("POST elections/dispatcher/resume", Reply.Problem(status, OperatorOutcome.Unavailable, "no coordinator"));
        var tool = new Tool(first, second);

        Assert.Equal(0, await tool.RunAsync("resume", "dispatcher"));

        Assert.Equal(Assert.Single(first.Acts).Key, Assert.Single(second.Acts).Key);
    }

    [Fact]
    public async Task A_cut_connection_is_repeated_under_the_same_key()
    {
        await using var first = await FakeMember.StartAsync();
        await using var second = await FakeMember.StartAsync();
        first.Always("POST elections/dispatcher/resume", Reply.Cut());
        var tool = new Tool(first, second);

        Assert.Equal(0, await tool.RunAsync("resume", "dispatcher"));

        Assert.Equal(Assert.Single(first.Acts).Key, Assert.Single(second.Acts).Key);
    }

    [Fact]
    public async Task Goes_around_until_somebody_decides()
    {
        await using var first = await FakeMember.StartAsync();
        await using var second = await FakeMember.StartAsync();
        var busy = Reply.Problem(503, OperatorOutcome.Unavailable, "no coordinator");
        first.Once("POST elections/dispatcher/resume", busy).Once("POST elections/dispatcher/resume", busy);
        second.Once("POST elections/dispatcher/resume", busy).Once("POST elections/dispatcher/resume", busy);
        var tool = new Tool(first, second);

        Assert.Equal(0, await tool.RunAsync("resume", "dispatcher", "--idempotency-key", "mine"));

        Assert.Equal(["mine"], first.Acts.Concat(second.Acts).Select(act => act.Key!).Distinct());
        Assert.Equal(5, first.Acts.Count + second.Acts.Count);
    }

    [Fact]
    public async Task A_member_that_hangs_does_not_use_up_the_time_of_the_others()
    {
        await using var hung = await FakeMember.StartAsync();
        await using var alive = await FakeMember.StartAsync();
        hung.Always("GET status", Reply.Hang());
        var tool = new Tool(hung, alive);

        Assert.Equal(0, await tool.RunAsync("status", "--timeout", "6s"));
    }

    [Fact]
    public async Task No_member_at_all_is_exit_code_3_and_names_each()
    {
        using var firstPort = Refusing(out var first);
        using var secondPort = Refusing(out var second);
        var tool = new Tool();

        Assert.Equal(3, await tool.RunAsync("status", "-s", first, "-s", second));

        Assert.Contains("No member could be reached.", tool.Error.Text, StringComparison.Ordinal);
        Assert.Contains($"{first}/failover: ", tool.Error.Text, StringComparison.Ordinal);
        Assert.Contains($"{second}/failover: ", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_have_been_done_is_said_with_the_key_to_know()
    {
        await using var member = await FakeMember.StartAsync();
        member.Always("POST elections/dispatcher/resume", Reply.Problem(504, OperatorOutcome.Unknown, "no answer in time"));
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(20) };
        var tool = new Tool(member) { Clock = clock };

        Assert.Equal(3, await tool.RunAsync("resume", "dispatcher", "--timeout", "30s"));

        Assert.Contains("It may have been done", tool.Error.Text, StringComparison.Ordinal);
        Assert.Contains($"failover resume dispatcher --timeout 30s --idempotency-key {member.Acts[0].Key}", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_who_decides_in_time_is_exit_code_3()
    {
        await using var member = await FakeMember.StartAsync();
        member.Always("POST elections/dispatcher/resume", Reply.Problem(503, OperatorOutcome.Unavailable, "no coordinator; n1 and n2 are missing"));
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(20) };
        var tool = new Tool(member) { Clock = clock };

        Assert.Equal(3, await tool.RunAsync("resume", "dispatcher"));

        Assert.Contains("No member could decide", tool.Error.Text, StringComparison.Ordinal);
        Assert.Contains("n1 and n2 are missing", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_path_of_the_url_is_used_as_it_is()
    {
        await using var member = await FakeMember.StartAsync(prefix: "/ops/cluster");

        Assert.Equal(0, await new Tool().RunAsync("status", "--server", $"{member.Url}/ops/cluster/"));

        Assert.Equal("/ops/cluster/status", Assert.Single(member.Received).Path);
    }

    [Fact]
    public async Task The_token_goes_along_and_redirections_are_not_followed()
    {
        await using var other = await FakeMember.StartAsync();
        await using var member = await FakeMember.StartAsync();
        member.Always("GET members", context =>
        {
            context.Response.Redirect($"{other.Url}/failover/members");
            return Task.CompletedTask;
        });
        var tool = new Tool(member).With("FAILOVER_TOKEN", "secret");

        Assert.Equal(0, await tool.RunAsync("status"));
        Assert.Equal(1, await tool.RunAsync("members"));

        Assert.All(member.Received, request => Assert.Equal("Bearer secret", request.Headers["Authorization"]));
        Assert.Empty(other.Received);
        Assert.Contains("redirects to", tool.Error.Text, StringComparison.Ordinal);
    }

    /// <summary>A port that is taken, so that nobody else listens there, and yet refuses connections.</summary>
    private static Socket Refusing(out string url)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        url = $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}";
        return socket;
    }
}
