using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Failover.Cli.Tests.Verbs;

public sealed class WatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Shows_the_state_and_then_what_happens()
    {
        var cluster = new FakeCluster(records: 3);
        await using var member = await FakeMember.StartAsync(cluster);
        var tool = new Tool(member);
        using var stop = new CancellationTokenSource();
        var run = tool.RunUntilAsync(stop.Token, "watch");

        Assert.Equal("3", await NextAsync(member));
        await member.Events.SendAsync(cluster.Status);
        await tool.Out.WaitForAsync("MEMBER");
        await member.Events.SendAsync(cluster.Append("crashed"));
        await tool.Out.WaitForAsync("#4 crashed dispatcher, term 4: n1#4 -> n2#3, by alice at 10.0.0.1 (because; vacant for 12.5 ms)");
        cluster.Election = FakeCluster.Vacant();
        await member.Events.SendAsync(cluster.Status);
        await tool.Out.WaitForAsync("nobody leads (crash confirmed); the last term was 5");
        await tool.Out.WaitForAsync("failover approve dispatcher");

        await stop.CancelAsync();
        Assert.Equal(130, await run);
    }

    [Fact]
    public async Task Goes_on_at_another_member_after_the_last_record_and_repeats_nothing()
    {
        var cluster = new FakeCluster(records: 3);
        await using var first = await FakeMember.StartAsync(cluster);
        await using var second = await FakeMember.StartAsync(cluster);
        var tool = new Tool(first, second);
        using var stop = new CancellationTokenSource();
        var run = tool.RunUntilAsync(stop.Token, "watch", "-o", "json");

        Assert.Equal("3", await NextAsync(first));
        var fourth = cluster.Append("fourth");
        await first.Events.SendAsync(fourth);
        await tool.Out.WaitForAsync("fourth");
        await first.KillAsync();

        Assert.Equal("4", await NextAsync(second));
        await second.Events.SendAsync(fourth);
        await second.Events.SendAsync(cluster.Append("fifth"));
        await tool.Out.WaitForAsync("fifth");

        await stop.CancelAsync();
        Assert.Equal(130, await run);
        var lines = tool.Out.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([4, 5], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("audit").GetProperty("number").GetInt64()));
    }

    [Fact]
    public async Task A_member_that_is_cut_off_and_behind_is_left()
    {
        var cluster = new FakeCluster(records: 3);
        await using var first = await FakeMember.StartAsync(cluster);
        await using var behind = await FakeMember.StartAsync(cluster);
        await using var third = await FakeMember.StartAsync(cluster);
        var tool = new Tool(first, behind, third);
        using var stop = new CancellationTokenSource();
        var run = tool.RunUntilAsync(stop.Token, "watch");
        await NextAsync(first);
        await first.Events.SendAsync(cluster.Status);
        await tool.Out.WaitForAsync("MEMBER");
        await first.KillAsync();

        await NextAsync(behind);
        await behind.Events.SendAsync(cluster.Status with { Index = 5, HasSession = false });

        await NextAsync(third);
        await tool.Error.WaitForAsync("it is cut off from the cluster; going on at");
        await stop.CancelAsync();
        Assert.Equal(130, await run);
    }

    [Fact]
    public async Task A_member_that_has_fallen_silent_is_left()
    {
        var cluster = new FakeCluster(records: 3);
        await using var silent = await FakeMember.StartAsync(cluster);
        await using var second = await FakeMember.StartAsync(cluster);
        var clock = new FakeTimeProvider(FakeCluster.Now);
        var tool = new Tool(silent, second) { Clock = clock };
        using var stop = new CancellationTokenSource();
        var run = tool.RunUntilAsync(stop.Token, "watch");
        await NextAsync(silent);
        await silent.Events.SendAsync(cluster.Status);
        await tool.Out.WaitForAsync("MEMBER");

        // The timer of the read is set after the line was written, so one step may come too early.
        var there = NextAsync(second);
        while (!there.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(31));
            await Task.WhenAny(there, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        Assert.Equal("3", await there);
        await tool.Error.WaitForAsync("it said nothing for 30 s; going on at");
        await stop.CancelAsync();
        Assert.Equal(130, await run);
    }

    [Fact]
    public async Task Only_one_election_is_shown_where_one_is_named()
    {
        var cluster = new FakeCluster(records: 3);
        await using var member = await FakeMember.StartAsync(cluster);
        var tool = new Tool(member);
        using var stop = new CancellationTokenSource();
        var run = tool.RunUntilAsync(stop.Token, "watch", "dispatcher");

        await NextAsync(member);
        await member.Events.SendAsync(cluster.Append("strange", "other"));
        await member.Events.SendAsync(cluster.Append("known"));
        await tool.Out.WaitForAsync("#5 known");

        await stop.CancelAsync();
        Assert.Equal(130, await run);
        Assert.DoesNotContain("strange", tool.Out.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_watch_is_refused_at_once()
    {
        await using var member = await FakeMember.StartAsync();
        member.Always("GET events", Reply.Text("", "text/plain", 401));
        var tool = new Tool(member);

        Assert.Equal(1, await tool.RunAsync("watch"));

        Assert.Contains("--token", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Following_the_audit_trail_begins_with_the_latest_and_goes_on_elsewhere()
    {
        var cluster = new FakeCluster(records: 3);
        await using var first = await FakeMember.StartAsync(cluster);
        await using var second = await FakeMember.StartAsync(cluster);
        var tool = new Tool(first, second);
        using var stop = new CancellationTokenSource();
        var run = tool.RunUntilAsync(stop.Token, "audit", "list", "--follow", "--limit", "2", "-o", "json");

        Assert.Equal("3", await NextAsync(first));
        await first.Events.SendAsync(cluster.Append("fourth"));
        await tool.Out.WaitForAsync("fourth");
        await first.KillAsync();
        Assert.Equal("4", await NextAsync(second));
        await second.Events.SendAsync(cluster.Append("fifth"));
        await tool.Out.WaitForAsync("fifth");

        await stop.CancelAsync();
        Assert.Equal(130, await run);
        var lines = tool.Out.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([2, 3, 4, 5], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("number").GetInt64()));
    }

    [Fact]
    public async Task It_ends_when_whoever_reads_the_pipe_has_read_enough()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no bash here");
        var cluster = new FakeCluster(records: 3);
        await using var member = await FakeMember.StartAsync(cluster);
        var tool = Path.Combine(AppContext.BaseDirectory, "failover.dll");
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo("/bin/bash", ["--norc", "-c", $"'{dotnet}' exec '{tool}' watch -o json --server {member.Url} | head -n 1"])
        {
            RedirectStandardOutput = true,
        };
        using var pipeline = Process.Start(start)!;
        var printed = pipeline.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await NextAsync(member);

        // The second event is the first that nobody reads.
        var ended = pipeline.WaitForExitAsync(TestContext.Current.CancellationToken);
        try
        {
            for (var sent = 0; sent < 3_000 && !ended.IsCompleted; sent++)
            {
                await member.Events.SendAsync(cluster.Append("more"));
                await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken));
            }

            Assert.True(ended.IsCompleted, "It goes on for nobody.");
        }
        finally
        {
            pipeline.Kill(entireProcessTree: true);
        }

        Assert.Single((await printed).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<string?> NextAsync(FakeMember member) =>
        await member.Events.Connections.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
}
