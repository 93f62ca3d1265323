using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Failover.Consensus.Tests;

/// <summary>Decision 22. Heartbeats are 75 ms apart, and 400 ms are too long.</summary>
public sealed class DriverWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly DriverWatch _watch;
    private TimeSpan? _busySince;

    public DriverWatchTests()
    {
        var settings = new ConsensusSettings { ClusterId = "c", Self = "m1", Members = new Dictionary<string, EndPoint>(), DataDirectory = "" };
        _watch = new DriverWatch(() => _busySince, settings, new RaftPace(settings), _time);
    }

    [Fact]
    public void A_driver_hangs_when_it_is_busy_with_one_thing_for_too_long()
    {
        _busySince = TimeSpan.FromSeconds(1);

        Assert.Equal(["busy", "busy", "busy", "busy", "hung", "hung"], Look(6, TimeSpan.FromMilliseconds(100)));
        Assert.Equal(TimeSpan.FromMilliseconds(500), _watch.BusyFor);

        _busySince = null;
        Assert.Equal(["busy"], Look(1, TimeSpan.FromMilliseconds(100)));
        Assert.Equal(TimeSpan.Zero, _watch.BusyFor);
    }

    [Fact]
    public void A_driver_that_is_always_busy_but_gets_on_does_not()
    {
        for (var second = 1; second <= 20; second++)
        {
            _busySince = TimeSpan.FromSeconds(second);
            Assert.DoesNotContain("hung", Look(4, TimeSpan.FromMilliseconds(100)));
        }
    }

    [Fact]
    public void A_pause_of_the_whole_process_is_no_hang()
    {
        _busySince = TimeSpan.FromSeconds(1);

        // Two heartbeats' time for each of the later looks.
        Assert.Equal(["busy", "busy", "busy", "hung"], Look(4, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void An_idle_driver_does_not() => Assert.DoesNotContain("hung", Look(20, TimeSpan.FromMilliseconds(100)));

    private string[] Look(int times, TimeSpan interval) => [.. Enumerable.Range(0, times).Select(_ =>
    {
        _time.Advance(interval);
        return _watch.IsHung() ? "hung" : "busy";
    })];
}
