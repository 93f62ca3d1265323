using Failover.Diagnostics;
using Failover.Hosting.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting;

/// <summary>What elections and their services need of the host.</summary>
/// <param name="Scopes">Creates a scope per leadership.</param>
/// <param name="Driver">Where the driver will be.</param>
/// <param name="TimeProvider">The monotonic clock, which counts suspend time.</param>
/// <param name="Watchdog">The thread for deadlines.</param>
/// <param name="Metrics">The meter.</param>
/// <param name="LoggerFactory">Creates the loggers.</param>
/// <param name="Lifetime">Stops the host; null where there is none.</param>
/// <param name="Terminator">Ends the process.</param>
/// <param name="ConfirmTimeout">How long a confirmation may take.</param>
/// <param name="Feed">The newest state, for readers.</param>
/// <param name="Policies">Asks the application's promotion policies.</param>
internal sealed record HostContext(
    IServiceScopeFactory Scopes,
    DriverSlot Driver,
    TimeProvider TimeProvider,
    LeaseWatchdog Watchdog,
    FailoverMetrics Metrics,
    ILoggerFactory LoggerFactory,
    IHostApplicationLifetime? Lifetime,
    IProcessTerminator Terminator,
    TimeSpan ConfirmTimeout,
    ClusterFeed Feed,
    PolicyDesk Policies);
