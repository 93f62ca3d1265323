namespace Failover.Hosting.Tests.Elections;

/// <summary>Section 6: the shutdown of a member is a hand-over of everything it leads.</summary>
public sealed class ShutdownSequenceTests
{
    [Fact]
    public async Task Services_end_then_the_driver_stops_then_handlers_get_their_last_events()
    {
        await using var harness = CreateHarness();
        harness.Driver.Resigning = (_, term) => harness.Orders.OnReleaseRequested(term, "shutdown");
        harness.Elect(term: 1);
        Assert.Equal("create", await harness.Script.NextAsync());
        Assert.Equal("start 1", await harness.Script.NextAsync());

        await harness.Shutdown.RunAsync(
            (isReleased, _) =>
            {
                harness.Script.Note($"driver stops, released: {isReleased}");
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken).Soon();

        foreach (var expected in new[] { "end 1", "dispose", "driver stops, released: True" })
        {
            Assert.Equal(expected, await harness.Script.NextAsync());
        }

        Assert.Equal("resign orders 1 HandedOver: the host is stopping", await harness.Driver.NextAsync());
        Assert.Equal("released orders 1", await harness.Driver.NextAsync());
        Assert.Equal("changed 1 n1", await harness.Handler.NextAsync());
        Assert.Equal("elected 1", await harness.Handler.NextAsync());
        Assert.Equal("revoked 1", await harness.Handler.NextAsync());
    }

    [Fact]
    public async Task A_service_that_does_not_stop_keeps_the_driver_from_saying_goodbye()
    {
        await using var harness = CreateHarness();
        var mayEnd = new TaskCompletionSource();
        harness.Script.Body = (_, _) => mayEnd.Task;
        harness.Driver.Resigning = (_, term) => harness.Orders.OnReleaseRequested(term, "shutdown");
        harness.Elect(term: 1);
        Assert.Equal("create", await harness.Script.NextAsync());
        Assert.Equal("start 1", await harness.Script.NextAsync());

        bool? released = null;
        var shutdown = harness.Shutdown.RunAsync(
            (isReleased, _) =>
            {
                released = isReleased;
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        await harness.Time.PassAsync(TimeSpan.FromSeconds(20));
        await shutdown.Soon();

        Assert.False(released);
        Assert.Equal("resign orders 1 HandedOver: the host is stopping", await harness.Driver.NextAsync());
        Assert.False(harness.Driver.HasCalls);
        Assert.Contains("leader services of orders still run after 20.0 s", (await harness.Logs.NextAsync(1401)).Message, StringComparison.Ordinal);
        mayEnd.SetResult();
    }

    [Fact]
    public async Task The_host_may_lose_its_patience_earlier()
    {
        await using var harness = CreateHarness();
        using var patience = new CancellationTokenSource();
        harness.Elect(term: 1);
        Assert.Equal("create", await harness.Script.NextAsync());

        // This driver never asks for the release.
        bool? released = null;
        var shutdown = harness.Shutdown.RunAsync(
            (isReleased, _) =>
            {
                released = isReleased;
                return Task.CompletedTask;
            },
            patience.Token);
        await patience.CancelAsync();
        await shutdown.Soon();

        Assert.False(released);
        Assert.False(harness.Orders.IsLeader);
    }

    [Fact]
    public async Task A_leadership_that_begins_while_the_host_stops_is_given_back_and_starts_nothing()
    {
        await using var harness = CreateHarness();
        harness.Driver.Resigning = (_, term) => harness.Orders.OnReleaseRequested(term, "shutdown");

        await harness.Shutdown.RunAsync(
            async (_, _) =>
            {
                harness.Elect(term: 1);
                Assert.Equal("resign orders 1 HandedOver: the host is stopping", await harness.Driver.NextAsync());
                Assert.Equal("released orders 1", await harness.Driver.NextAsync());
            },
            TestContext.Current.CancellationToken).Soon();

        Assert.False(harness.Script.HasEvents);
    }

    [Fact]
    public async Task A_driver_that_fails_to_stop_does_not_leave_anything_held()
    {
        await using var harness = CreateHarness();
        harness.Driver.Resigning = (_, term) => harness.Orders.OnReleaseRequested(term, "shutdown");

        await Assert.ThrowsAsync<IOException>(() => harness.Shutdown.RunAsync(
            (_, _) =>
            {
                harness.Elect(term: 1);
                throw new IOException("port");
            },
            TestContext.Current.CancellationToken).Soon());

        Assert.False(harness.Orders.IsLeader);
    }

    private static Harness CreateHarness() => Harness.Create(
        builder => builder.AddLeaderService<ScriptedService>("orders").AddLeadershipHandler<RecordingHandler>("orders"));
}
