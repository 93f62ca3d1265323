using System.Diagnostics.Metrics;

namespace Failover.Hosting.Tests.Elections;

/// <summary>Section 5, "events": each member's handlers see every change of term, in order.</summary>
public sealed class HandlerTests
{
    [Fact]
    public async Task Handlers_see_everything_in_order()
    {
        await using var harness = CreateHarness();
        harness.Elect(term: 1);
        harness.Orders.OnLeadershipEnded(1, "deposed");
        harness.Orders.OnChanged(Harness.Snapshot(1, null));
        harness.Orders.OnChanged(Harness.Snapshot(2, "n2"));

        foreach (var expected in new[] { "changed 1 n1", "elected 1", "revoked 1", "changed 1 -", "changed 2 n2" })
        {
            Assert.Equal(expected, await harness.Handler.NextAsync());
        }
    }

    [Fact]
    public async Task After_revoked_this_process_does_not_lead()
    {
        await using var harness = CreateHarness();
        var contradictions = 0;
        harness.Handler.During = (name, _) =>
        {
            contradictions += name.StartsWith("revoked", StringComparison.Ordinal) && harness.Orders.Leadership?.Term <= 1 ? 1 : 0;
            return Task.CompletedTask;
        };
        harness.Elect(term: 1);
        harness.Orders.OnChanged(Harness.Snapshot(2, "n2"));

        Assert.Equal("changed 1 n1", await harness.Handler.NextAsync());
        Assert.Equal("elected 1", await harness.Handler.NextAsync());
        Assert.Equal("revoked 1", await harness.Handler.NextAsync());
        Assert.Equal("changed 2 n2", await harness.Handler.NextAsync());
        Assert.Equal(0, contradictions);
    }

    [Fact]
    public async Task A_slow_handler_delays_only_itself()
    {
        await using var harness = CreateHarness();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource();
        harness.Handler.During = (_, _) =>
        {
            begun.TrySetResult();
            return goOn.Task;
        };

        harness.Orders.OnChanged(Harness.Snapshot(1, "n2"));
        harness.Orders.OnChanged(Harness.Snapshot(2, "n3"));
        await begun.Task;

        Assert.Equal("changed 1", await harness.Script.NextAsync());
        Assert.Equal("changed 2", await harness.Script.NextAsync());
        harness.Time.Advance(TimeSpan.FromSeconds(11));
        goOn.SetResult();
        Assert.Equal("changed 1 n2", await harness.Handler.NextAsync());
        Assert.Equal("changed 2 n3", await harness.Handler.NextAsync());

        // Another handler that was at it when the time leapt took as long.
        string message;
        do
        {
            (_, message) = await harness.Logs.NextAsync(1101);
        }
        while (!message.Contains(nameof(RecordingHandler), StringComparison.Ordinal));

        Assert.Equal(
            "Election orders: RecordingHandler.OnLeaderChangedAsync took 11.0 s and held back its own later events (1 wait).", message);
    }

    [Fact]
    public async Task A_handler_that_throws_gets_its_next_event_and_is_counted()
    {
        await using var harness = CreateHarness();
        long errors = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "failover.handler.errors")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref errors, value));
        listener.Start();
        harness.Handler.During = (name, _) => name == "changed 1 n2" ? throw new InvalidOperationException("broken") : Task.CompletedTask;

        harness.Orders.OnChanged(Harness.Snapshot(1, "n2"));
        harness.Orders.OnChanged(Harness.Snapshot(2, "n3"));

        Assert.Equal("changed 2 n3", await harness.Handler.NextAsync());
        var (_, message) = await harness.Logs.NextAsync(1100);
        Assert.Equal("Election orders: RecordingHandler.OnLeaderChangedAsync threw. The next event is delivered as usual.", message);
        Assert.True(Interlocked.Read(ref errors) >= 1);
    }

    [Fact]
    public async Task Queued_events_are_delivered_while_the_host_stops()
    {
        await using var harness = CreateHarness();
        var goOn = new TaskCompletionSource();
        harness.Handler.During = (_, _) => goOn.Task;
        harness.Elect(term: 1);

        var completion = harness.Registry.CompleteAsync(TestContext.Current.CancellationToken);
        Assert.False(completion.IsCompleted);
        goOn.SetResult();
        await completion.Soon();

        Assert.Equal("changed 1 n1", await harness.Handler.NextAsync());
        Assert.Equal("elected 1", await harness.Handler.NextAsync());
        Assert.Equal("revoked 1", await harness.Handler.NextAsync());
    }

    [Fact]
    public async Task A_handler_that_does_not_return_is_cancelled_after_a_grace_period()
    {
        await using var harness = CreateHarness();
        harness.Handler.During = (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        harness.Elect(term: 1);

        var completion = harness.Registry.CompleteAsync(TestContext.Current.CancellationToken);
        await harness.Time.PassAsync(TimeSpan.FromSeconds(5));

        await completion.Soon();
    }

    [Fact]
    public async Task A_handler_that_ignores_its_cancellation_is_abandoned_when_the_host_loses_patience()
    {
        await using var harness = CreateHarness();
        using var patience = new CancellationTokenSource();
        harness.Handler.During = (_, _) => new TaskCompletionSource().Task;
        harness.Elect(term: 1);

        var completion = harness.Registry.CompleteAsync(patience.Token);
        await patience.CancelAsync();

        await completion.Soon();
        string message;
        do
        {
            // Others may not have had the time to finish either.
            (_, message) = await harness.Logs.NextAsync(1102);
        }
        while (!message.StartsWith("Election orders: RecordingHandler did not finish while the host stopped;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_changes_are_logged()
    {
        await using var harness = CreateHarness();
        harness.Elect(term: 1);
        harness.Orders.OnLeadershipEnded(1, "the session was closed");
        harness.Orders.OnChanged(Harness.Snapshot(1, null));

        Assert.Equal("Election orders: n1 leads in term 1.", (await harness.Logs.NextAsync(1002)).Message);
        Assert.Equal("Election orders: this member leads in term 1.", (await harness.Logs.NextAsync(1000)).Message);
        Assert.Equal(
            "Election orders: the leadership of this member in term 1 is over: the session was closed.",
            (await harness.Logs.NextAsync(1001)).Message);
        Assert.Equal("Election orders: nobody leads after term 1 (FirstElection).", (await harness.Logs.NextAsync(1003)).Message);
    }

    private static Harness CreateHarness() => Harness.Create(
        builder => builder.AddLeadershipHandler<RecordingHandler>("orders").AddLeadershipHandler<OtherHandler>("orders"));
}
