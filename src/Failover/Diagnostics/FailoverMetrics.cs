using System.Diagnostics.Metrics;
using System.Text.Json;
using Failover.Hosting;

namespace Failover.Diagnostics;

/// <summary>The meter <c>Failover</c>. Names and units follow OpenTelemetry's conventions. Safe to use from any thread.</summary>
internal sealed class FailoverMetrics : IDisposable
{
    public const string MeterName = "Failover";

    private const string ElectionTag = "failover.election";
    private const string CauseTag = "failover.cause";

    private readonly Meter _meter;
    private readonly Counter<long> _renewals;
    private readonly Counter<long> _promotions;
    private readonly Histogram<double> _vacancyDuration;
    private readonly Gauge<int> _sessions;
    private readonly Counter<long> _coordinatorChanges;
    private readonly UpDownCounter<int> _leadershipsHeld;
    private readonly Gauge<long> _snapshotSize;
    private readonly Counter<long> _handlerErrors;
    private readonly UpDownCounter<int> _stuckServices;
    private readonly Counter<long> _requests;
    private SessionLease? _lease;
    private Func<long>? _logSize;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meterFactory">The host's factory, or null for a meter of our own.</param>
    public FailoverMetrics(IMeterFactory? meterFactory = null)
    {
        _meter = meterFactory?.Create(MeterName) ?? new Meter(MeterName);
        _renewals = _meter.CreateCounter<long>("failover.renewals", "{renewal}", "Renewals of this member's session, by result.");
        _promotions = _meter.CreateCounter<long>("failover.promotions", "{promotion}", "Promotions applied here, by cause.");
        _vacancyDuration = _meter.CreateHistogram<double>("failover.vacancy.duration", "s", "How long a seat was vacant, by cause.");
        _sessions = _meter.CreateGauge<int>("failover.sessions", "{session}", "Open sessions of the cluster.");
        _coordinatorChanges = _meter.CreateCounter<long>("failover.coordinator.changes", "{change}", "Changes of the coordinator.");
        _leadershipsHeld = _meter.CreateUpDownCounter<int>("failover.leadership.held", "{leadership}", "Leaderships of this process.");
        _meter.CreateObservableGauge("failover.log.size", ObserveLogSize, "By", "Size of the data directory on disk.");
        _snapshotSize = _meter.CreateGauge<long>("failover.snapshot.size", "By", "Size of the last snapshot.");
        _handlerErrors = _meter.CreateCounter<long>("failover.handler.errors", "{error}", "Leadership handlers that threw.");
        _stuckServices = _meter.CreateUpDownCounter<int>("failover.service.stuck", "{service}", "Leader services that do not stop.");
        _requests = _meter.CreateCounter<long>("failover.requests", "{request}", "Promotion requests that were opened or escalated.");
        _meter.CreateObservableGauge("failover.lease.remaining", ObserveLease, "s", "How long this member may act without a renewal.");
    }

    /// <summary>The lease of the present session, which <c>failover.lease.remaining</c> shows; null without one.</summary>
    public SessionLease? Lease
    {
        get => Volatile.Read(ref _lease);
        set => Volatile.Write(ref _lease, value);
    }

    /// <summary>Measures what <c>failover.log.size</c> shows, whenever somebody collects it; null before the start.</summary>
    public Func<long>? LogSize
    {
        get => Volatile.Read(ref _logSize);
        set => Volatile.Write(ref _logSize, value);
    }

    public void Renewed(bool confirmed) =>
        _renewals.Add(1, new KeyValuePair<string, object?>("failover.renewal.result", confirmed ? "confirmed" : "failed"));

    public void Promoted(VacancyCause cause, TimeSpan vacancy)
    {
        var tag = Cause(cause);
        _promotions.Add(1, tag);
        _vacancyDuration.Record(vacancy.TotalSeconds, tag);
    }

    public void RequestChanged(string election, string what) =>
        _requests.Add(1, Election(election), new KeyValuePair<string, object?>("failover.request.change", what["request-".Length..]));

    public void SessionsCounted(int open) => _sessions.Record(open);

    public void CoordinatorChanged() => _coordinatorChanges.Add(1);

    public void LeadershipBegan(string election) => _leadershipsHeld.Add(1, Election(election));

    public void LeadershipEnded(string election) => _leadershipsHeld.Add(-1, Election(election));

    public void SnapshotSized(long bytes) => _snapshotSize.Record(bytes);

    public void HandlerFailed(string election, string handler) =>
        _handlerErrors.Add(1, Election(election), new KeyValuePair<string, object?>("failover.handler", handler));

    public void ServiceStuck(string election) => _stuckServices.Add(1, Election(election));

    public void StuckServiceEnded(string election) => _stuckServices.Add(-1, Election(election));

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Election(string election) => new(ElectionTag, election);

    /// <summary>The name of a cause in metrics and traces.</summary>
    public static string NameOf(VacancyCause cause) => JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.ToString());

    private static KeyValuePair<string, object?> Cause(VacancyCause cause) => new(CauseTag, NameOf(cause));

    private IEnumerable<Measurement<long>> ObserveLogSize() =>
        LogSize is { } measure ? [new Measurement<long>(measure())] : [];

    private IEnumerable<Measurement<double>> ObserveLease() =>
        Lease is { } lease ? [new Measurement<double>(lease.Remaining.TotalSeconds)] : [];
}
