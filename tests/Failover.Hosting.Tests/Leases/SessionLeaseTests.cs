using Microsoft.Extensions.Time.Testing;

namespace Failover.Hosting.Tests.Leases;

/// <summary>Section 5, rules 1 and 5, on the member's side.</summary>
public sealed class SessionLeaseTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(200);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_runs_until_a_margin_before_the_coordinators_patience_ends()
    {
        var lease = Grant();
        Assert.Equal(Duration - Margin, lease.Remaining);

        _time.Advance(Duration - Margin - TimeSpan.FromTicks(1));
        Assert.True(lease.IsRunning);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False(lease.IsRunning);
        Assert.Equal(TimeSpan.Zero, lease.Remaining);
    }

    [Fact]
    public void A_confirmed_renewal_extends_it()
    {
        var lease = Grant();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(lease.TryExtend(_time.GetTimestampIn(Duration)));
        Assert.Equal(Duration - Margin, lease.Remaining);
    }

    [Fact]
    public void An_earlier_end_does_not_shorten_it()
    {
        var lease = Grant();

        Assert.True(lease.TryExtend(_time.GetTimestampIn(TimeSpan.FromSeconds(1))));
        Assert.Equal(Duration - Margin, lease.Remaining);
    }

    [Fact]
    public void A_renewal_after_the_lapse_does_not_revive_it()
    {
        var lease = Grant();
        _time.Advance(Duration - Margin);

        Assert.False(lease.TryExtend(_time.GetTimestampIn(Duration)));
        Assert.False(lease.IsRunning);
    }

    [Fact]
    public void Who_sees_the_lapse_first_makes_it_final_for_all()
    {
        var lease = Grant();
        var lapsesAt = lease.LapsesAt;
        _time.Advance(Duration);

        Assert.False(lease.IsRunning);
        Assert.False(lease.TryExtend(lapsesAt + 1_000_000_000));
        Assert.Equal(lapsesAt, lease.LapsesAt);
    }

    [Fact]
    public void Ending_it_is_final_and_told_once()
    {
        var lease = Grant();
        var told = new List<string>();
        lease.OnEnded(told.Add);

        lease.End("session closed");
        lease.End("again");

        Assert.False(lease.IsRunning);
        Assert.False(lease.TryExtend(_time.GetTimestampIn(Duration)));
        Assert.Equal(["session closed"], told);
    }

    [Fact]
    public void Who_asks_after_the_end_is_told_at_once_and_who_is_forgotten_is_not_told()
    {
        var lease = Grant();
        var told = new List<string>();
        Action<string> forgotten = _ => Assert.Fail("was forgotten");
        lease.OnEnded(forgotten);
        lease.Forget(forgotten);
        lease.End("session closed");

        lease.OnEnded(told.Add);

        Assert.Single(told);
    }

    [Fact]
    public async Task Extensions_race_with_the_end_and_never_outlive_it()
    {
        // Real threads on real time: whatever the interleaving, nothing runs after End has returned.
        for (var round = 0; round < 200; round++)
        {
            var lease = new SessionLease(BootTimeProvider.Instance, BootTimeProvider.Instance.GetTimestampIn(Duration), Margin);
            using var start = new Barrier(3);
            var extenders = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    while (lease.TryExtend(BootTimeProvider.Instance.GetTimestampIn(Duration)))
                    {
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)).ToArray();

            start.SignalAndWait(TestContext.Current.CancellationToken);
            lease.End("round over");

            Assert.False(lease.IsRunning);
            await Task.WhenAll(extenders).Soon();
            Assert.False(lease.IsRunning);
        }
    }

    private SessionLease Grant() => new(_time, _time.GetTimestampIn(Duration), Margin);
}
