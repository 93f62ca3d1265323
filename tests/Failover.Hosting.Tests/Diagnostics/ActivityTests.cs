using System.Collections.Concurrent;
using System.Diagnostics;
using Failover.Diagnostics;

namespace Failover.Hosting.Tests.Diagnostics;

/// <summary>The activity source "Failover": spans that are told of when they are over.</summary>
public sealed class ActivityTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_span_that_is_over_has_its_times_and_tags()
    {
        var leader = Guid.NewGuid().ToString();
        using var spans = new Spans();

        FailoverActivity.Record("promotion", Noon, Noon.AddSeconds(2), ("failover.election", "orders"), ("failover.leader", leader));

        var span = Assert.Single(spans.With("failover.leader", leader));
        Assert.Equal("failover.promotion", span.OperationName);
        Assert.Equal(Noon.UtcDateTime, span.StartTimeUtc);
        Assert.Equal(TimeSpan.FromSeconds(2), span.Duration);
        Assert.Equal("orders", span.GetTagItem("failover.election"));
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void Clocks_that_disagree_give_no_negative_time()
    {
        var leader = Guid.NewGuid().ToString();
        using var spans = new Spans();

        FailoverActivity.Record("promotion", Noon, Noon.AddSeconds(-1), ("failover.leader", leader));

        var span = Assert.Single(spans.With("failover.leader", leader));
        Assert.Equal(Noon.UtcDateTime, span.StartTimeUtc);
        Assert.True(span.Duration >= TimeSpan.Zero && span.Duration < TimeSpan.FromMilliseconds(1), $"{span.Duration}");
    }

    /// <summary>What anybody in this process tells, other tests included.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _stopped = new();
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == FailoverActivity.SourceName,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _stopped.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IEnumerable<Activity> With(string tag, string value) => _stopped.Where(span => Equals(span.GetTagItem(tag), value));

        public void Dispose() => _listener.Dispose();
    }
}
