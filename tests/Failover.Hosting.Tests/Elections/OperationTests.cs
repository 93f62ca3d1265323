using System.Diagnostics;
using Failover.Diagnostics;

namespace Failover.Hosting.Tests.Elections;

/// <summary>Resigning, handing over, confirming.</summary>
public sealed class OperationTests
{
    [Fact]
    public async Task Resigning_completes_when_the_services_have_ended_and_the_leadership_is_over()
    {
        await using var harness = Harness.Create(builder => builder.AddLeaderService<ScriptedService>("orders"));
        harness.Driver.Resigning = (_, term) => harness.Orders.OnReleaseRequested(term, "resigned");
        harness.Elect(term: 2);
        Assert.Equal("create", await harness.Script.NextAsync());
        Assert.Equal("start 2", await harness.Script.NextAsync());

        await harness.Orders.ResignAsync("disk is full", TestContext.Current.CancellationToken).Soon();

        Assert.Equal("end 2", await harness.Script.NextAsync());
        Assert.Equal("resign orders 2 Resigned: disk is full", await harness.Driver.NextAsync());
        Assert.Equal("released orders 2", await harness.Driver.NextAsync());
        Assert.False(harness.Orders.IsLeader);
    }

    [Fact]
    public async Task A_leader_service_may_resign_and_await_it()
    {
        await using var harness = Harness.Create(builder => builder.AddLeaderService<ScriptedService>("orders"));
        harness.Driver.Resigning = (_, term) => harness.Orders.OnReleaseRequested(term, "resigned");
        harness.Script.Body = (_, _) => harness.Orders.ResignAsync("by itself", CancellationToken.None);
        harness.Elect(term: 2);

        Assert.Equal("resign orders 2 Resigned: by itself", await harness.Driver.NextAsync());
        Assert.Equal("released orders 2", await harness.Driver.NextAsync());
    }

    [Fact]
    public async Task Who_does_not_lead_cannot_resign()
    {
        await using var harness = Harness.Create();

        await Assert.ThrowsAsync<LeadershipLostException>(() => harness.Orders.ResignAsync("x", TestContext.Current.CancellationToken));
        Assert.False(harness.Driver.HasCalls);
    }

    [Fact]
    public async Task A_reason_has_at_most_1024_characters()
    {
        await using var harness = Harness.Create();
        harness.Elect(term: 1);

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => harness.Orders.ResignAsync(new string('x', 1_025), TestContext.Current.CancellationToken));
        Assert.StartsWith("A reason has at most 1024 characters; this one has 1025.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hand_over_is_the_drivers_business()
    {
        await using var harness = Harness.Create();
        harness.Driver.HandOver = (election, target) => Task.FromResult(Harness.Snapshot(9, $"{election}/{target}"));

        var result = await harness.Orders.HandOverAsync("n3", TestContext.Current.CancellationToken);

        Assert.Equal("orders/n3", result.Leader?.Member);
    }

    [Fact]
    public async Task An_empty_target_is_refused()
    {
        await using var harness = Harness.Create();

        await Assert.ThrowsAsync<ArgumentException>(() => harness.Orders.HandOverAsync(" ", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Operations_leave_a_span()
    {
        await using var harness = Harness.Create();
        Activity? stopped = null;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FailoverActivity.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => stopped = activity.GetTagItem("failover.term") is 77L ? activity : stopped,
        };
        ActivitySource.AddActivityListener(listener);
        harness.Orders.OnChanged(Harness.Snapshot(77, "n2"));
        harness.Driver.HandOver = (_, _) => throw new FailoverException("refused");

        await Assert.ThrowsAsync<FailoverException>(() => harness.Orders.HandOverAsync("n3", TestContext.Current.CancellationToken));

        Assert.Equal(
            ("failover.hand_over", "orders", ActivityStatusCode.Error),
            (stopped?.OperationName, stopped?.GetTagItem("failover.election"), stopped?.Status));
    }

    [Fact]
    public async Task A_refused_hand_over_says_why()
    {
        await using var harness = Harness.Create();
        harness.Driver.HandOver = (_, _) => throw new FailoverException("n3 is unhealthy");

        var error = await Assert.ThrowsAsync<FailoverException>(
            () => harness.Orders.HandOverAsync("n3", TestContext.Current.CancellationToken));
        Assert.Equal("n3 is unhealthy", error.Message);
    }

    [Fact]
    public async Task A_confirmed_leadership_is_returned()
    {
        await using var harness = Harness.Create();
        harness.Elect(term: 6);
        harness.Driver.Confirm = (term, _) => Task.FromResult(term == 6);

        Assert.Same(harness.Orders.Leadership, await harness.Orders.ConfirmAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_leadership_that_ended_meanwhile_is_not_confirmed()
    {
        await using var harness = Harness.Create();
        harness.Elect(term: 6);
        harness.Driver.Confirm = (term, _) =>
        {
            harness.Orders.OnLeadershipEnded(term, "deposed");
            return Task.FromResult(false);
        };

        await Assert.ThrowsAsync<LeadershipLostException>(() => harness.Orders.ConfirmAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<LeadershipLostException>(() => harness.Orders.ConfirmAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_an_answer_a_confirmation_fails_after_the_time_out_and_is_called_off()
    {
        await using var harness = Harness.Create();
        harness.Elect(term: 6);
        var calledOff = Task.CompletedTask;
        harness.Driver.Confirm = (_, cancellation) =>
        {
            calledOff = cancellation.Cancelled();
            return new TaskCompletionSource<bool>().Task;
        };

        var confirmation = harness.Orders.ConfirmAsync(TestContext.Current.CancellationToken);
        await harness.Time.PassAsync(TimeSpan.FromSeconds(2));

        var error = await Assert.ThrowsAsync<FailoverException>(confirmation.Soon);
        Assert.Equal("Election 'orders': no quorum confirmed the leadership in term 6 within 2 s.", error.Message);
        await calledOff;
    }

    [Fact]
    public async Task A_refused_confirmation_of_a_held_leadership_says_so()
    {
        await using var harness = Harness.Create();
        harness.Elect(term: 6);
        harness.Driver.Confirm = (_, _) => Task.FromResult(false);

        var error = await Assert.ThrowsAsync<FailoverException>(() => harness.Orders.ConfirmAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Election 'orders': the leadership in term 6 could not be confirmed with a quorum.", error.Message);
    }
}
