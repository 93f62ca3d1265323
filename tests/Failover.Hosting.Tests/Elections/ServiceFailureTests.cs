namespace Failover.Hosting.Tests.Elections;

/// <summary>What happens when a leader service fails.</summary>
public sealed class ServiceFailureTests
{
    [Fact]
    public async Task By_default_a_failed_service_resigns()
    {
        await using var harness = CreateHarness();
        harness.Script.Body = (_, _) => throw new InvalidOperationException("no database");
        harness.Driver.Resigning = (_, term) => harness.Orders.OnReleaseRequested(term, "resigned");
        harness.Elect(term: 1);

        Assert.Equal(
            "resign orders 1 ServiceFailed: leader service ScriptedService failed: InvalidOperationException: no database",
            await harness.Driver.NextAsync());
        Assert.Equal("released orders 1", await harness.Driver.NextAsync());
        Assert.False(harness.Orders.IsLeader);
        Assert.Equal("create", await harness.Script.NextAsync());
        Assert.Equal("start 1", await harness.Script.NextAsync());
        Assert.Equal("end 1", await harness.Script.NextAsync());
        Assert.Equal("dispose", await harness.Script.NextAsync());
    }

    [Fact]
    public async Task A_service_that_cannot_be_created_resigns()
    {
        await using var harness = CreateHarness();
        harness.Script.Creating = () => throw new InvalidOperationException("no licence");
        harness.Elect(term: 1);

        Assert.Equal(
            "resign orders 1 ServiceFailed: leader service ScriptedService failed: InvalidOperationException: no licence",
            await harness.Driver.NextAsync());
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_failure()
    {
        await using var harness = CreateHarness();
        harness.Script.Body = (_, _) => throw new TaskCanceledException("http time-out");
        harness.Elect(term: 1);

        Assert.StartsWith("resign orders 1 ServiceFailed:", await harness.Driver.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_while_it_stops_is_logged_and_nothing_more()
    {
        await using var harness = CreateHarness();
        harness.Script.Body = async (_, lost) =>
        {
            await lost.Cancelled();
            throw new InvalidOperationException("half written");
        };
        harness.Elect(term: 1);
        Assert.Equal("create", await harness.Script.NextAsync());
        Assert.Equal("start 1", await harness.Script.NextAsync());

        harness.Orders.OnReleaseRequested(1, "drain");

        Assert.Equal("released orders 1", await harness.Driver.NextAsync());
        await harness.Logs.NextAsync(1203);
    }

    [Fact]
    public async Task Restart_keeps_the_leadership_and_waits_longer_after_each_failure()
    {
        await using var harness = CreateHarness(options =>
        {
            options.ServiceFailureAction = ServiceFailureAction.Restart;
            options.RestartDelay = TimeSpan.FromSeconds(1);
            options.MaxRestartDelay = TimeSpan.FromSeconds(3);
        });
        harness.Script.Body = (_, _) => throw new InvalidOperationException("broken");
        var lease = new SessionLease(harness.Time, harness.Time.GetTimestampIn(TimeSpan.FromHours(1)), Harness.Margin);
        harness.Elect(term: 1, lease);

        foreach (var seconds in new[] { 1, 2, 3, 3 })
        {
            await harness.Time.PassAsync(TimeSpan.FromSeconds(seconds));
        }

        await harness.Logs.NextAsync(1204);
        Assert.True(harness.Orders.IsLeader);
        Assert.False(harness.Driver.HasCalls);
    }

    [Fact]
    public async Task A_long_run_forgives_earlier_failures()
    {
        await using var harness = CreateHarness(options =>
        {
            options.ServiceFailureAction = ServiceFailureAction.Restart;
            options.RestartDelay = TimeSpan.FromSeconds(1);
            options.MaxRestartDelay = TimeSpan.FromSeconds(30);
        });
        var runs = 0;
        harness.Script.Body = (_, _) =>
        {
            if (++runs == 3)
            {
                harness.Time.Advance(TimeSpan.FromSeconds(31));
            }

            throw new InvalidOperationException("broken");
        };
        harness.Elect(term: 1, new SessionLease(harness.Time, harness.Time.GetTimestampIn(TimeSpan.FromHours(1)), Harness.Margin));

        foreach (var seconds in new[] { 1, 2, 1, 2, 4 })
        {
            await harness.Time.PassAsync(TimeSpan.FromSeconds(seconds));
        }

        Assert.True(harness.Orders.IsLeader);
    }

    [Fact]
    public async Task A_restart_that_waits_ends_with_the_leadership()
    {
        await using var harness = CreateHarness(options => options.ServiceFailureAction = ServiceFailureAction.Restart);
        harness.Script.Body = (_, _) => throw new InvalidOperationException("broken");
        harness.Elect(term: 1);
        await harness.Logs.NextAsync(1204);

        harness.Orders.OnReleaseRequested(1, "drain");

        Assert.Equal("released orders 1", await harness.Driver.NextAsync());
    }

    [Fact]
    public async Task StopHost_stops_the_host()
    {
        await using var harness = CreateHarness(options => options.ServiceFailureAction = ServiceFailureAction.StopHost);
        harness.Script.Body = (_, _) => throw new InvalidOperationException("broken");
        harness.Elect(term: 1);

        await harness.Lifetime.StopRequested.Soon();
        Assert.False(harness.Driver.HasCalls);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(int.MaxValue, 30)]
    public void The_wait_doubles_up_to_its_bound(int failures, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds), new RestartDelay(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)).After(failures));

    [Fact]
    public void The_shortest_wait_reaches_the_longest_bound() =>
        Assert.Equal(
            TimeSpan.FromHours(1), new RestartDelay(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)).After(int.MaxValue));

    private static Harness CreateHarness(Action<ElectionOptions>? configure = null) =>
        Harness.Create(builder => builder.AddLeaderService<ScriptedService>("orders"), configure);
}
