namespace Failover.Hosting.Tests.Elections;

/// <summary>The life of a leader service: one run per leadership, never two at a time.</summary>
public sealed class LeaderServiceTests
{
    [Fact]
    public async Task It_is_created_in_a_scope_per_leadership_and_disposed_of_before_the_release_is_reported()
    {
        await using var harness = CreateHarness();
        harness.Elect(term: 1);
        await ExpectAsync(harness, "create", "start 1");
        harness.Orders.OnReleaseRequested(1, "drain");
        Assert.Equal("released orders 1", await harness.Driver.NextAsync());
        await ExpectAsync(harness, "end 1", "dispose");

        harness.Elect(term: 2);

        await ExpectAsync(harness, "create", "start 2");
    }

    [Fact]
    public async Task A_leadership_that_was_released_before_it_was_known_never_begins()
    {
        await using var harness = CreateHarness();
        harness.Orders.OnReleaseRequested(1, "drain");
        Assert.Equal("released orders 1", await harness.Driver.NextAsync());

        harness.Elect(term: 1);
        Assert.False(harness.Orders.IsLeader);

        harness.Elect(term: 2);
        await ExpectAsync(harness, "create", "start 2");
    }

    [Fact]
    public async Task A_new_leadership_waits_for_the_earlier_run()
    {
        await using var harness = CreateHarness();
        var mayEnd = new TaskCompletionSource();
        harness.Script.Body = (leadership, lost) => leadership.Term == 1 ? mayEnd.Task : ServiceScript.UntilLost(leadership, lost);
        harness.Elect(term: 1);
        await ExpectAsync(harness, "create", "start 1");
        harness.Orders.OnLeadershipEnded(1, "lapsed");

        harness.Elect(term: 2);
        await harness.Logs.NextAsync(1208);
        Assert.False(harness.Script.HasEvents);
        mayEnd.SetResult();

        await ExpectAsync(harness, "end 1", "dispose", "create", "start 2");
        Assert.Equal(1, harness.Script.MostAtOnce);
    }

    [Fact]
    public async Task It_does_not_start_in_a_leadership_that_was_lost_while_it_waited()
    {
        await using var harness = CreateHarness();
        var mayEnd = new TaskCompletionSource();
        harness.Script.Body = (_, _) => mayEnd.Task;
        harness.Elect(term: 1);
        await ExpectAsync(harness, "create", "start 1");
        harness.Orders.OnLeadershipEnded(1, "lapsed");
        harness.Elect(term: 2);
        harness.Orders.OnLeadershipEnded(2, "lapsed");
        harness.Elect(term: 3);

        mayEnd.SetResult();

        await ExpectAsync(harness, "end 1", "dispose", "create", "start 3");
    }

    [Fact]
    public async Task A_leadership_that_cannot_run_its_service_because_of_a_stuck_earlier_run_is_given_up()
    {
        await using var harness = CreateHarness(options => options.StopTimeout = TimeSpan.FromSeconds(7));
        var mayEnd = new TaskCompletionSource();
        harness.Script.Body = (_, _) => mayEnd.Task;
        harness.Driver.Resigning = (_, term) => harness.Orders.OnReleaseRequested(term, "resigned");
        harness.Elect(term: 1);
        await ExpectAsync(harness, "create", "start 1");
        harness.Orders.OnLeadershipEnded(1, "lapsed");
        await harness.Time.PassAsync(TimeSpan.FromSeconds(7));
        await harness.Logs.NextAsync(1205);

        harness.Elect(term: 2);
        await harness.Time.PassAsync(TimeSpan.FromSeconds(7));

        Assert.Equal(
            "resign orders 2 ServiceFailed: leader service ScriptedService still runs since an earlier term",
            await harness.Driver.NextAsync());
        Assert.Equal("released orders 2", await harness.Driver.NextAsync());
        mayEnd.SetResult();
        await ExpectAsync(harness, "end 1", "dispose");
    }

    [Fact]
    public async Task Returning_early_keeps_the_leadership()
    {
        await using var harness = CreateHarness();
        harness.Script.Body = (_, _) => Task.CompletedTask;
        harness.Elect(term: 1);
        await ExpectAsync(harness, "create", "start 1", "end 1", "dispose");
        await harness.Logs.NextAsync(1201);

        Assert.True(harness.Orders.IsLeader);
        Assert.False(harness.Driver.HasCalls);
        harness.Orders.OnReleaseRequested(1, "drain");
        Assert.Equal("released orders 1", await harness.Driver.NextAsync());
    }

    [Fact]
    public async Task All_services_of_an_election_are_awaited()
    {
        await using var harness = CreateHarness(build: builder => builder.AddLeaderService<SecondService>("orders"));
        var secondMayEnd = new TaskCompletionSource();
        harness.Script.Body = (leadership, lost) =>
            leadership.Token == lost ? ServiceScript.UntilLost(leadership, lost) : secondMayEnd.Task;
        harness.Elect(term: 1);
        var events = new[] { await harness.Script.NextAsync(), await harness.Script.NextAsync(), await harness.Script.NextAsync() };
        Assert.Equal(["create", "start 1", "start 1"], events.Order());

        harness.Orders.OnReleaseRequested(1, "drain");
        await ExpectAsync(harness, "end 1", "dispose");
        Assert.False(harness.Driver.HasCalls);
        secondMayEnd.SetResult();

        Assert.Equal("released orders 1", await harness.Driver.NextAsync());
    }

    [Fact]
    public async Task A_service_that_blocks_before_it_awaits_does_not_hold_up_the_driver()
    {
        await using var harness = CreateHarness();
        var goOn = new ManualResetEventSlim();
        harness.Script.Body = (_, _) =>
        {
            goOn.Wait(Waiting.Limit, CancellationToken.None);
            return Task.CompletedTask;
        };

        harness.Elect(term: 1);
        await ExpectAsync(harness, "create", "start 1");

        Assert.True(harness.Orders.IsLeader);
        goOn.Set();
        await ExpectAsync(harness, "end 1", "dispose");
    }

    private static Harness CreateHarness(Action<ElectionOptions>? configure = null, Action<IFailoverBuilder>? build = null) => Harness.Create(
        builder =>
        {
            builder.AddLeaderService<ScriptedService>("orders");
            build?.Invoke(builder);
        },
        configure);

    private static async Task ExpectAsync(Harness harness, params string[] events)
    {
        foreach (var expected in events)
        {
            Assert.Equal(expected, await harness.Script.NextAsync());
        }
    }
}
