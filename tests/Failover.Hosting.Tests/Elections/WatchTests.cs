namespace Failover.Hosting.Tests.Elections;

/// <summary>The stream of an election's states.</summary>
public sealed class WatchTests
{
    [Fact]
    public async Task The_present_state_comes_first_and_then_every_change_in_order()
    {
        await using var harness = Harness.Create();
        harness.Orders.OnChanged(Harness.Snapshot(1, "n1"));
        await using var watch = harness.Orders.WatchAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.Equal(1, await NextTermAsync(watch));
        harness.Orders.OnChanged(Harness.Snapshot(2, "n2"));
        harness.Orders.OnChanged(Harness.Snapshot(3, "n3"));

        Assert.Equal(2, await NextTermAsync(watch));
        Assert.Equal(3, await NextTermAsync(watch));
        Assert.Equal(3, harness.Orders.Current.Term);
    }

    [Fact]
    public async Task A_reader_may_be_1024_changes_behind()
    {
        await using var harness = Harness.Create();
        await using var watch = harness.Orders.WatchAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal(0, await NextTermAsync(watch));

        Change(harness, count: 1_024);

        for (var term = 1; term <= 1_024; term++)
        {
            Assert.Equal(term, await NextTermAsync(watch));
        }
    }

    [Fact]
    public async Task A_reader_that_falls_further_behind_is_told_and_others_are_not()
    {
        await using var harness = Harness.Create();
        await using var slow = harness.Orders.WatchAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal(0, await NextTermAsync(slow));
        Change(harness, count: 1_024 + 2);

        var seen = 0;
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            while (await slow.MoveNextAsync())
            {
                seen++;
            }
        });

        Assert.Equal("This reader of election 'orders' is more than 1024 changes behind. Watch again to go on from the present state.", error.Message);
        Assert.Equal(1_025, seen);
        await using var again = harness.Orders.WatchAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal(1_026, await NextTermAsync(again));
    }

    [Fact]
    public async Task The_stream_ends_when_the_host_stops()
    {
        await using var harness = Harness.Create();
        await using var watch = harness.Orders.WatchAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal(0, await NextTermAsync(watch));

        await harness.Registry.CompleteAsync(TestContext.Current.CancellationToken);

        Assert.False(await watch.MoveNextAsync().Soon());
    }

    private static void Change(Harness harness, int count)
    {
        for (var term = 1; term <= count; term++)
        {
            harness.Orders.OnChanged(Harness.Snapshot(term, "n2"));
        }
    }

    private static async Task<long> NextTermAsync(IAsyncEnumerator<ElectionSnapshot> watch)
    {
        Assert.True(await watch.MoveNextAsync().Soon());
        return watch.Current.Term;
    }
}
