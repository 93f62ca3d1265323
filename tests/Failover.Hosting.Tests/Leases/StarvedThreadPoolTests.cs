namespace Failover.Hosting.Tests.Leases;

/// <summary>Section 5, rule 5: a starved thread pool cannot delay the end of a leadership.</summary>
[Collection(StarvedThreadPoolCollection.Name)]
public sealed class StarvedThreadPoolTests
{
    private const int Blockers = 400;

    [Fact]
    public void Leadership_ends_in_time_while_every_pool_thread_is_blocked()
    {
        var clock = BootTimeProvider.Instance;
        // Not disposed of: the blocked threads may still be on their way out of it.
        var release = new ManualResetEventSlim();
        using var cancelled = new ManualResetEventSlim();
        var canaryRan = false;
        using var watchdog = new LeaseWatchdog(clock);
        for (var i = 0; i < Blockers; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => release.Wait(Waiting.Limit), null);
        }

        ThreadPool.UnsafeQueueUserWorkItem(_ => Volatile.Write(ref canaryRan, true), null);
        try
        {
            var margin = TimeSpan.FromMilliseconds(1_200);
            var until = clock.GetTimestampIn(TimeSpan.FromMilliseconds(1_500));
            var lease = new SessionLease(clock, until, margin);
            var leadership = new HeldLeadership("orders", 1, lease, watchdog);
            leadership.FollowLease(reason => leadership.End(reason));
            leadership.Token.Register(cancelled.Set);
            watchdog.Watch(lease, () => { });

            Assert.True(cancelled.Wait(Waiting.Limit, TestContext.Current.CancellationToken));
            var now = clock.GetTimestamp();

            Assert.True(now >= lease.LapsesAt, "it was cancelled too early");
            Assert.True(now < until, $"it was cancelled {clock.GetElapsedTime(until, now).TotalMilliseconds} ms after the lease's end");
            Assert.False(leadership.IsHeld);
            Assert.False(Volatile.Read(ref canaryRan), "the thread pool was not starved");
        }
        finally
        {
            release.Set();
        }
    }
}
