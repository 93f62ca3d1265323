namespace Failover.Hosting.Tests.Elections;

/// <summary>What <see cref="ILeaderElection"/> shows of what the driver tells (section 5, rule 5 and "events").</summary>
public sealed class LeaderElectionTests
{
    [Fact]
    public async Task Before_anything_is_known_the_seat_is_vacant()
    {
        await using var harness = Harness.Create();

        Assert.Equal(0, harness.Orders.Current.Term);
        Assert.True(harness.Orders.Current.IsVacant);
        Assert.False(harness.Orders.IsLeader);
        Assert.Null(harness.Orders.Leadership);
    }

    [Fact]
    public async Task A_leadership_is_held_while_its_lease_runs_whoever_was_told_what()
    {
        await using var harness = Harness.Create();
        harness.Elect(term: 7);
        var leadership = harness.Orders.Leadership!;

        Assert.Equal(("orders", 7L), (leadership.Election, leadership.Term));
        Assert.Equal(Harness.LeaseDuration - Harness.Margin, leadership.Remaining);
        Assert.True(leadership.IsHeld);

        // Nobody watches this lease, and nothing is told: the clock alone decides.
        harness.Time.Advance(Harness.LeaseDuration - Harness.Margin);
        Assert.False(leadership.IsHeld);
        Assert.False(harness.Orders.IsLeader);
        Assert.Throws<LeadershipLostException>(leadership.ThrowIfLost);
    }

    [Fact]
    public async Task A_lapse_cancels_the_tokens_of_all_leaderships_of_the_session_and_revokes_them_once()
    {
        await using var harness = Harness.Create(builder => builder.AddElection("billing").AddLeadershipHandler<RecordingHandler>("orders"));
        var billing = (LeaderElection)harness.Registry.Get("billing");
        var lease = harness.Grant();
        harness.Orders.OnLeadershipBegan(1, lease);
        billing.OnLeadershipBegan(1, lease);
        var tokens = new[] { harness.Orders.Leadership!.Token.Cancelled(), billing.Leadership!.Token.Cancelled() };
        var lapsed = new TaskCompletionSource();
        harness.Watchdog.Watch(lease, lapsed.SetResult);

        harness.Time.Advance(Harness.LeaseDuration);
        await lapsed.Task.Soon();
        harness.Orders.OnLeadershipEnded(1, "lease lapsed");

        await Task.WhenAll(tokens);
        Assert.False(harness.Orders.IsLeader);
        Assert.Equal("elected 1", await harness.Handler.NextAsync());
        Assert.Equal("revoked 1", await harness.Handler.NextAsync());
        harness.Orders.OnChanged(Harness.Snapshot(2, "n2"));
        Assert.Equal("changed 2 n2", await harness.Handler.NextAsync());
    }

    [Fact]
    public async Task A_release_cancels_the_token_and_holds_on_until_it_is_reported()
    {
        await using var harness = Harness.Create(builder => builder.AddLeaderService<ScriptedService>("orders"));
        var mayEnd = new TaskCompletionSource();
        harness.Script.Body = (_, _) => mayEnd.Task;
        harness.Elect(term: 3);
        var leadership = harness.Orders.Leadership!;
        Assert.Equal("create", await harness.Script.NextAsync());
        Assert.Equal("start 3", await harness.Script.NextAsync());

        harness.Orders.OnReleaseRequested(3, "hand-over to n2");
        await leadership.Token.Cancelled();

        Assert.True(leadership.IsHeld);
        Assert.False(harness.Driver.HasCalls);
        mayEnd.SetResult();
        Assert.Equal("released orders 3", await harness.Driver.NextAsync());
        Assert.False(leadership.IsHeld);
    }

    [Fact]
    public async Task Without_leader_services_a_release_is_reported_at_once_and_only_once()
    {
        await using var harness = Harness.Create();
        harness.Elect(term: 3);

        harness.Orders.OnReleaseRequested(3, "drain");
        harness.Orders.OnReleaseRequested(3, "drain");
        Assert.Equal("released orders 3", await harness.Driver.NextAsync());

        harness.Elect(term: 4);
        harness.Orders.OnReleaseRequested(4, "drain");
        Assert.Equal("released orders 4", await harness.Driver.NextAsync());
    }

    [Fact]
    public async Task A_release_of_a_term_that_is_over_is_reported_when_its_services_have_ended()
    {
        await using var harness = Harness.Create(builder => builder.AddLeaderService<ScriptedService>("orders"));
        var mayEnd = new TaskCompletionSource();
        harness.Script.Body = (_, _) => mayEnd.Task;
        harness.Elect(term: 3);
        Assert.Equal("create", await harness.Script.NextAsync());
        harness.Orders.OnLeadershipEnded(3, "lapsed");

        harness.Orders.OnReleaseRequested(3, "too late");
        await harness.Logs.NextAsync(1004);
        Assert.False(harness.Driver.HasCalls);
        mayEnd.SetResult();

        Assert.Equal("released orders 3", await harness.Driver.NextAsync());
    }

    [Fact]
    public async Task An_end_is_immediate()
    {
        await using var harness = Harness.Create();
        harness.Elect(term: 1);
        var leadership = harness.Orders.Leadership!;

        harness.Orders.OnLeadershipEnded(1, "the session was closed");

        Assert.False(leadership.IsHeld);
        Assert.Equal(TimeSpan.Zero, leadership.Remaining);
        Assert.Null(harness.Orders.Leadership);
        await leadership.Token.Cancelled();
    }

    [Fact]
    public async Task The_end_of_an_earlier_term_does_not_touch_the_present_one()
    {
        await using var harness = Harness.Create();
        harness.Elect(term: 1);
        harness.Elect(term: 2);

        harness.Orders.OnLeadershipEnded(1, "late");

        Assert.Equal(2, harness.Orders.Leadership?.Term);
    }

    [Fact]
    public async Task A_term_that_is_over_does_not_begin_again()
    {
        await using var harness = Harness.Create();
        harness.Elect(term: 5);
        harness.Orders.OnLeadershipEnded(5, "lapsed");

        harness.Orders.OnLeadershipBegan(5, harness.Grant());

        Assert.False(harness.Orders.IsLeader);
    }

    [Theory]
    [InlineData(2, "n2")]
    [InlineData(1, null)]
    public async Task IsLeader_never_contradicts_the_last_change(long term, string? leader)
    {
        await using var harness = Harness.Create();
        harness.Elect(term: 1);

        // The driver has not said yet that the leadership is over.
        harness.Orders.OnChanged(Harness.Snapshot(term, leader));

        Assert.False(harness.Orders.IsLeader);
    }

    [Fact]
    public async Task Under_an_ended_lease_nothing_is_held()
    {
        await using var harness = Harness.Create();
        var lease = harness.Grant();
        lease.End("session closed");

        harness.Elect(term: 1, lease);

        Assert.False(harness.Orders.IsLeader);
    }

    [Fact]
    public async Task Waiting_for_leadership_ends_when_it_begins()
    {
        await using var harness = Harness.Create();
        var wait = harness.Orders.WaitForLeadershipAsync(TestContext.Current.CancellationToken);
        Assert.False(wait.IsCompleted);

        harness.Elect(term: 4);

        Assert.Equal(4, (await wait.Soon()).Term);
        Assert.Equal(4, (await harness.Orders.WaitForLeadershipAsync(TestContext.Current.CancellationToken).Soon()).Term);
    }

    [Fact]
    public async Task Waiting_for_leadership_passes_over_one_that_is_asked_to_end()
    {
        await using var harness = Harness.Create(builder => builder.AddLeaderService<ScriptedService>("orders"));
        var mayEnd = new TaskCompletionSource();
        harness.Script.Body = (_, _) => mayEnd.Task;
        harness.Elect(term: 4);
        Assert.Equal("create", await harness.Script.NextAsync());
        harness.Orders.OnReleaseRequested(4, "drain");

        var wait = harness.Orders.WaitForLeadershipAsync(TestContext.Current.CancellationToken);
        Assert.False(wait.IsCompleted);
        mayEnd.SetResult();
        Assert.Equal("released orders 4", await harness.Driver.NextAsync());
        harness.Elect(term: 5);

        Assert.Equal(5, (await wait.Soon()).Term);
    }

    [Fact]
    public async Task Waiting_for_leadership_can_be_cancelled()
    {
        await using var harness = Harness.Create();
        using var cancellation = new CancellationTokenSource();
        var wait = harness.Orders.WaitForLeadershipAsync(cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(wait.Soon);
    }
}
