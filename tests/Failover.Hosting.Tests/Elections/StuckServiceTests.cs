using Microsoft.Extensions.Logging;

namespace Failover.Hosting.Tests.Elections;

/// <summary>Section 6, "stuck leader".</summary>
public sealed class StuckServiceTests
{
    private readonly TaskCompletionSource _mayEnd = new();

    [Fact]
    public async Task It_is_reported_after_the_time_out_and_never_released_before_it_ends()
    {
        await using var harness = CreateHarness(StuckServiceAction.Report);
        await ElectAsync(harness);
        harness.Orders.OnReleaseRequested(1, "hand-over");

        await harness.Time.PassAsync(TimeSpan.FromSeconds(30));

        var (level, message) = await harness.Logs.NextAsync(1205);
        Assert.Equal(LogLevel.Critical, level);
        Assert.StartsWith(
            "Election orders: leader service ScriptedService has not stopped 30.0 s after it was asked to in term 1.",
            message,
            StringComparison.Ordinal);
        Assert.False(harness.Driver.HasCalls);
        _mayEnd.SetResult();
        Assert.Equal("released orders 1", await harness.Driver.NextAsync());
        await harness.Logs.NextAsync(1206);
    }

    [Fact]
    public async Task A_lapse_terminates_the_process_before_the_lease_ends()
    {
        await using var harness = CreateHarness(StuckServiceAction.TerminateProcess);
        var until = harness.Time.GetTimestampIn(Harness.LeaseDuration);
        var lease = await ElectAsync(harness);
        var lapsed = new TaskCompletionSource();
        harness.Watchdog.Watch(lease, lapsed.SetResult);

        harness.Time.Advance(Harness.LeaseDuration - Harness.Margin);
        await lapsed.Task.Soon();
        await BarrierAsync(harness);
        Assert.False(harness.Terminator.Terminated.IsCompleted);
        harness.Time.Advance(Harness.Margin / 2);

        Assert.Equal(
            "Failover: leader service ScriptedService of election 'orders' did not stop when the leadership in term 1 was lost. " +
            "The process ends before another member may be promoted.",
            await harness.Terminator.Terminated.Soon());
        Assert.True(harness.Terminator.TerminatedAt < until);
        _mayEnd.SetResult();
    }

    [Fact]
    public async Task A_leadership_that_ends_before_its_lease_has_until_then()
    {
        await using var harness = CreateHarness(StuckServiceAction.TerminateProcess);
        var lease = await ElectAsync(harness);
        harness.Orders.OnLeadershipEnded(1, "deposed");

        // The session lives on; its later extensions do not concern the leadership that is over.
        lease.TryExtend(harness.Time.GetTimestampIn(TimeSpan.FromMinutes(1)));
        harness.Time.Advance(Harness.LeaseDuration - (Harness.Margin / 2));

        await harness.Terminator.Terminated.Soon();
        _mayEnd.SetResult();
    }

    [Fact]
    public async Task A_service_that_stops_in_time_spares_the_process()
    {
        await using var harness = CreateHarness(StuckServiceAction.TerminateProcess);
        var lease = await ElectAsync(harness);
        _mayEnd.SetResult();
        Assert.Equal("end 1", await harness.Script.NextAsync());
        await harness.Logs.NextAsync(1201);

        lease.End("session closed");
        harness.Time.Advance(TimeSpan.FromMinutes(1));
        await BarrierAsync(harness);

        Assert.False(harness.Terminator.Terminated.IsCompleted);
    }

    [Fact]
    public async Task While_the_lease_is_extended_a_release_does_not_terminate_anything()
    {
        await using var harness = CreateHarness(StuckServiceAction.TerminateProcess);
        var lease = await ElectAsync(harness);
        harness.Orders.OnReleaseRequested(1, "hand-over");
        for (var i = 0; i < 10; i++)
        {
            harness.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(lease.TryExtend(harness.Time.GetTimestampIn(Harness.LeaseDuration)));
        }

        await BarrierAsync(harness);
        Assert.False(harness.Terminator.Terminated.IsCompleted);
        _mayEnd.SetResult();
    }

    /// <summary>Waits until the watchdog has looked at all its deadlines once more.</summary>
    private static async Task BarrierAsync(Harness harness)
    {
        for (var i = 0; i < 2; i++)
        {
            var looked = new TaskCompletionSource();
            harness.Watchdog.Watch(() => harness.Time.GetTimestamp(), looked.SetResult);
            await looked.Task.Soon();
        }
    }

    private static Harness CreateHarness(StuckServiceAction action) => Harness.Create(
        builder => builder.AddLeaderService<ScriptedService>("orders"), options => options.StuckServiceAction = action);

    private async Task<SessionLease> ElectAsync(Harness harness)
    {
        harness.Script.Body = (_, _) => _mayEnd.Task;
        var lease = harness.Elect(term: 1);
        Assert.Equal("create", await harness.Script.NextAsync());
        Assert.Equal("start 1", await harness.Script.NextAsync());
        return lease;
    }
}
