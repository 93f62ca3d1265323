using Failover.Consensus;
using Failover.Coordination;
using Failover.Diagnostics;
using Failover.Elections;
using Failover.Hosting.Driver;
using Failover.Sessions;
using Failover.Transport;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting;

/// <summary>One member's life in the cluster: its port, its log and its driver, started and stopped in the right order.</summary>
internal sealed class MemberRuntime : IAsyncDisposable
{
    private readonly ClusterSettings _settings;
    private readonly ILogger _logger;
    private readonly FailoverMetrics _metrics;
    private readonly ClusterPort _port;
    private readonly RaftLog _log;

    public MemberRuntime(ClusterSettings settings, IClusterNetwork network, HostContext host)
    {
        var (time, loggers) = (host.TimeProvider, host.LoggerFactory);
        _settings = settings;
        _metrics = host.Metrics;
        _logger = loggers.CreateLogger<MemberRuntime>();
        var process = Guid.NewGuid();
        var marks = new MarkBook(time, loggers.CreateLogger<MarkBook>());
        _port = new ClusterPort(ToPortOptions(settings, process), network, () => _log!.RaftTerm, marks, time, loggers.CreateLogger<ClusterPort>());
        Driver = new MemberDriver(ToDriverSettings(settings, process), _port, time, host.Watchdog, host.Metrics, host.Feed, host.Policies, loggers.CreateLogger<MemberDriver>());
        _log = new RaftLog(
            ToConsensusSettings(settings),
            Driver.StateMachine,
            Driver,
            _port.RaftListenerFactory,
            _port.RaftConnectionFactory,
            PeerRaftTermAsync,
            marks,
            loggers.CreateLogger<RaftLog>(),
            time);
    }

    public MemberDriver Driver { get; }

    /// <summary>Opens the data directory and the port, and joins the cluster. Does not wait for anybody.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // The loop first: the log replays its entries into the inbox.
        Driver.Start(_log);
        try
        {
            await _port.StartAsync(cancellationToken);
            await _log.StartAsync(cancellationToken);
            _metrics.LogSize = MeasureLog;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Says goodbye to the coordinator, once everything is released. Waits at most one lease.</summary>
    public async Task LeaveAsync()
    {
        Driver.Stop();
        try
        {
            await Driver.Stopped.WaitAsync(_settings.LeaseDuration, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _logger.GoodbyeTimedOut(_settings.LeaseDuration.TotalMilliseconds);
        }
    }

    /// <summary>Closes everything but the listener.</summary>
    public async Task CloseAsync()
    {
        try
        {
            // The others hear of it, and elect at once (decision 19).
            await _log.ResignAsync(CancellationToken.None);
            await Driver.SettleAsync();
        }
        catch (Exception error) when (error is OperationCanceledException or InvalidOperationException)
        {
            // It may have ended by itself.
        }

        await _port.CloseSessionsAsync();
        await _log.DisposeAsync();
        await Driver.CloseAsync();
    }

    /// <summary>Closes everything, the listener last (rule 6): only when no leader service runs in this process any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await _port.DisposeAsync();
    }

    private long MeasureLog()
    {
        try
        {
            return new DirectoryInfo(_settings.DataDirectory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (IOException)
        {
            // A file was replaced while it was looked at; the next collection sees the new one.
            return 0;
        }
    }

    private async Task<long?> PeerRaftTermAsync(string member, CancellationToken cancellationToken) =>
        await _port.ProbeAsync(member, cancellationToken) is { Outcome: ProbeOutcome.Answered, RaftTerm: var raftTerm } ? raftTerm : null;

    private static ClusterPortOptions ToPortOptions(ClusterSettings settings, Guid process) => new()
    {
        ClusterId = settings.ClusterId,
        Self = settings.Self,
        Process = process,
        Members = settings.Members,
        ListenEndPoint = settings.ListenEndPoint,
    };

    private static ConsensusSettings ToConsensusSettings(ClusterSettings settings) => new()
    {
        ClusterId = settings.ClusterId,
        Self = settings.Self,
        Members = settings.Members,
        DataDirectory = settings.DataDirectory,
        LowerElectionTimeout = settings.LowerElectionTimeout,
        UpperElectionTimeout = settings.UpperElectionTimeout,
        RequestTimeout = settings.RequestTimeout,
        ConnectTimeout = settings.ConnectTimeout,
        RenewalInterval = settings.RenewalInterval,
    };

    private static DriverSettings ToDriverSettings(ClusterSettings settings, Guid process)
    {
        var session = new MemberSettings
        {
            Member = settings.Self,
            Process = process,
            Address = settings.AdvertisedAddress,
            Labels = settings.Labels,
            Enrolments = settings.IsWitness
                ? []
                : [.. settings.Elections.Select(election => new Enrolment(election.Key, election.Value.Priority, election.Value.Promotion.ToPolicy()))],
            Lease = settings.LeaseDuration,
            SafetyMargin = settings.LeaseSafetyMargin,
            RenewalInterval = settings.RenewalInterval,
        };
        var coordinator = new CoordinatorSettings
        {
            Self = settings.Self,
            Members = [.. settings.Members.Keys.Order(StringComparer.Ordinal)],
            Lease = settings.LeaseDuration,
            ClockRateTolerance = settings.ClockRateTolerance,
            RenewalInterval = settings.RenewalInterval,
            HeartbeatInterval = ToConsensusSettings(settings).HeartbeatInterval,
            ConfirmCrashes = settings.CrashDetection == CrashDetection.ConnectionRefused,
        };
        return new DriverSettings(session, coordinator)
        {
            QuarantineAfterResignation = settings.QuarantineAfterResignation,
            QuarantineAfterServiceFailure = settings.QuarantineAfterServiceFailure,
        };
    }
}
