using Microsoft.Extensions.Time.Testing;

namespace Failover.Hosting.Tests.Leases;

/// <summary>Section 5, rule 5: the prompt signal.</summary>
public sealed class LeaseWatchdogTests
{
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(200);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_lapse_ends_every_leadership_of_the_lease_and_tells_the_driver()
    {
        using var watchdog = new LeaseWatchdog(_time);
        var lease = new SessionLease(_time, _time.GetTimestampIn(TimeSpan.FromSeconds(2)), Margin);
        var lapsed = new TaskCompletionSource<string>();
        var told = new List<string>();
        lease.OnEnded(told.Add);
        lease.OnEnded(_ => told.Add("second"));
        watchdog.Watch(lease, () => lapsed.SetResult("driver"));

        _time.Advance(TimeSpan.FromSeconds(1.8));

        Assert.Equal("driver", await lapsed.Task.Soon());
        Assert.Equal(["second", "the lease of the session lapsed"], told.Order());
    }

    [Fact]
    public async Task An_extended_lease_is_left_alone()
    {
        using var watchdog = new LeaseWatchdog(_time);
        var lease = new SessionLease(_time, _time.GetTimestampIn(TimeSpan.FromSeconds(2)), Margin);
        var looked = new SemaphoreSlim(0);
        watchdog.Watch(lease, () => Assert.Fail("it did not lapse"));
        watchdog.Watch(
            () =>
            {
                looked.Release();
                return long.MaxValue;
            },
            () => { });
        _time.Advance(TimeSpan.FromSeconds(1));
        lease.TryExtend(_time.GetTimestampIn(TimeSpan.FromSeconds(2)));
        _time.Advance(TimeSpan.FromSeconds(1.5));

        // Two looks, of which at least the second began after the time had passed.
        while (looked.Wait(0, TestContext.Current.CancellationToken))
        {
        }

        await looked.WaitAsync(TestContext.Current.CancellationToken).Soon();
        await looked.WaitAsync(TestContext.Current.CancellationToken).Soon();
        Assert.False(lease.IsEndTold);
        Assert.True(lease.IsRunning);
    }

    [Fact]
    public async Task What_outlives_the_host_is_watched_on()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watchdog = new LeaseWatchdog(_time);
        var due = _time.GetTimestampIn(TimeSpan.FromSeconds(2));
        watchdog.Watch(() => due, ended.SetResult, outlivesHost: true);
        watchdog.Watch(() => due, () => Assert.Fail("its host is gone"));

        watchdog.Dispose();
        _time.Advance(TimeSpan.FromSeconds(3));

        await ended.Task.Soon();
    }

    [Fact]
    public async Task A_lease_that_the_driver_ended_is_not_reported_as_lapsed()
    {
        using var watchdog = new LeaseWatchdog(_time);
        var lease = new SessionLease(_time, _time.GetTimestampIn(TimeSpan.FromSeconds(2)), Margin);
        var later = new TaskCompletionSource();
        watchdog.Watch(lease, () => Assert.Fail("the driver ended it"));
        lease.End("session closed");
        watchdog.Watch(() => _time.GetTimestamp(), later.SetResult);
        _time.Advance(TimeSpan.FromSeconds(5));

        await later.Task.Soon();
        Assert.True(lease.IsEndTold);
    }

    [Fact]
    public async Task A_callback_that_throws_does_not_stop_the_watch()
    {
        using var watchdog = new LeaseWatchdog(_time);
        var reached = new TaskCompletionSource();
        watchdog.Watch(() => _time.GetTimestamp(), () => throw new InvalidOperationException("broken"));
        watchdog.Watch(() => _time.GetTimestamp(), reached.SetResult);

        await reached.Task.Soon();
    }

    [Fact]
    public async Task A_token_callback_that_blocks_delays_neither_other_tokens_nor_the_watchdog()
    {
        using var watchdog = new LeaseWatchdog(_time);
        var release = new ManualResetEventSlim();
        using var blocking = new CancellationTokenSource();
        using var alsoBlocking = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        blocking.Token.Register(() => release.Wait(Waiting.Limit));
        alsoBlocking.Token.Register(() => release.Wait(Waiting.Limit));
        var otherCancelled = other.Token.Cancelled();
        var due = new TaskCompletionSource();

        watchdog.Cancel(blocking);
        watchdog.Cancel(alsoBlocking);
        watchdog.Cancel(other);
        watchdog.Watch(() => _time.GetTimestamp(), due.SetResult);

        await otherCancelled;
        await due.Task.Soon();
        Assert.False(release.IsSet);
        release.Set();
    }

    [Fact]
    public async Task A_token_callback_that_throws_is_survived()
    {
        using var watchdog = new LeaseWatchdog(_time);
        using var broken = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        broken.Token.Register(() => throw new InvalidOperationException("broken"));
        var otherCancelled = other.Token.Cancelled();

        watchdog.Cancel(broken);
        watchdog.Cancel(other);

        await otherCancelled;
    }
}
