using System.Diagnostics.Metrics;
using Failover.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Failover.Hosting.Tests.Diagnostics;

/// <summary>The meter "Failover": names, units, values and tags.</summary>
public sealed class MetricsTests : IDisposable
{
    private readonly ServiceProvider _provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FailoverMetrics _metrics;
    private readonly List<string> _measurements = [];
    private readonly MeterListener _listener = new();

    public MetricsTests()
    {
        var factory = _provider.GetRequiredService<IMeterFactory>();
        _metrics = new FailoverMetrics(factory);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == FailoverMetrics.MeterName && instrument.Meter.Scope == factory)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    [Fact]
    public void Everything_is_measured_with_its_unit_and_tags()
    {
        _metrics.Renewed(confirmed: true);
        _metrics.Promoted(VacancyCause.CrashConfirmed, TimeSpan.FromMilliseconds(250));
        _metrics.SessionsCounted(3);
        _metrics.CoordinatorChanged();
        _metrics.LeadershipBegan("orders");
        _metrics.LeadershipEnded("orders");
        _metrics.SnapshotSized(512);
        _metrics.HandlerFailed("orders", "Audit");
        _metrics.ServiceStuck("orders");
        _metrics.StuckServiceEnded("orders");

        Assert.Equal(
            [
                "failover.renewals {renewal} 1 failover.renewal.result=confirmed",
                "failover.promotions {promotion} 1 failover.cause=crash_confirmed",
                "failover.vacancy.duration s 0.25 failover.cause=crash_confirmed",
                "failover.sessions {session} 3 ",
                "failover.coordinator.changes {change} 1 ",
                "failover.leadership.held {leadership} 1 failover.election=orders",
                "failover.leadership.held {leadership} -1 failover.election=orders",
                "failover.snapshot.size By 512 ",
                "failover.handler.errors {error} 1 failover.election=orders,failover.handler=Audit",
                "failover.service.stuck {service} 1 failover.election=orders",
                "failover.service.stuck {service} -1 failover.election=orders",
            ],
            _measurements);
    }

    [Fact]
    public void The_remaining_lease_is_observed_while_there_is_one()
    {
        _listener.RecordObservableInstruments();
        Assert.Empty(_measurements);

        var time = new ManualTime();
        _metrics.Lease = new SessionLease(time, time.GetTimestampIn(TimeSpan.FromSeconds(2)), TimeSpan.FromSeconds(0.5));
        _listener.RecordObservableInstruments();

        Assert.Equal(["failover.lease.remaining s 1.5 "], _measurements);
    }

    [Fact]
    public void The_size_of_the_log_is_measured_when_it_is_collected()
    {
        var size = 4096L;
        _metrics.LogSize = () => size;
        _listener.RecordObservableInstruments();
        size = 8192;
        _listener.RecordObservableInstruments();

        Assert.Equal(["failover.log.size By 4096 ", "failover.log.size By 8192 "], _measurements);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _metrics.Dispose();
        _provider.Dispose();
    }

    private void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct, IFormattable
    {
        var list = string.Join(",", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        _measurements.Add(FormattableString.Invariant($"{instrument.Name} {instrument.Unit} {value} {list}"));
    }
}
