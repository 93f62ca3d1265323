using Failover.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting;

/// <summary>
/// Runs the health checks at an interval, and reports this member as unfit when they said Unhealthy, or nothing, for longer than the
/// grace period.
/// </summary>
internal sealed class HealthReporter(
    HealthCheckService healthChecks,
    FailoverRegistrations registrations,
    ClusterSettings settings,
    DriverSlot driver,
    [FromKeyedServices(FailoverServices.ClockKey)] TimeProvider timeProvider,
    ILogger<HealthReporter> logger) : BackgroundService
{
    // A check that looks at the member itself: one that says "does not lead" would keep it from ever leading.
    private const string OwnTag = "failover";

    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(1);

    private long? _unhealthySince;
    private bool _isReportedUnfit;
    private Task<HealthReport>? _check;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.HealthCheckInterval, timeProvider);
        do
        {
            var started = timeProvider.GetTimestamp();
            Judge(await FindProblemAsync(stoppingToken), started);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    /// <summary>What is wrong with this member now, or null.</summary>
    private async Task<string?> FindProblemAsync(CancellationToken stoppingToken)
    {
        var patience = settings.UnhealthyGracePeriod > ShortestPatience ? settings.UnhealthyGracePeriod : ShortestPatience;
        try
        {
            // On the thread pool: a check may block before it awaits. One that hangs is waited for again, not started again.
            _check ??= Task.Run(() => healthChecks.CheckHealthAsync(Counts, stoppingToken), stoppingToken);
            var report = await _check.WaitAsync(patience, timeProvider, stoppingToken);
            _check = null;
            return report.Status == HealthStatus.Unhealthy ? Describe(report) : null;
        }
        catch (TimeoutException)
        {
            return $"the health checks did not answer within {patience.TotalSeconds:0.###} s";
        }
        catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            _check = null;
            return $"the health checks failed: {error.Message}";
        }
    }

    private bool Counts(HealthCheckRegistration check) =>
        !check.Tags.Contains(OwnTag) && (registrations.HealthCheckTags is not { } tags || tags.Overlaps(check.Tags));

    private static string Describe(HealthReport report) => string.Join(
        "; ",
        report.Entries
            .Where(entry => entry.Value.Status == HealthStatus.Unhealthy)
            .Select(entry => $"{entry.Key}: {entry.Value.Description ?? entry.Value.Exception?.Message ?? "unhealthy"}"));

    private void Judge(string? problem, long askedAt)
    {
        if (problem is null)
        {
            if (_unhealthySince is not null)
            {
                logger.HealthyAgain();
            }

            if (_isReportedUnfit)
            {
                driver.DriverOrNull?.ReportHealth(healthy: true, reason: null);
            }

            _unhealthySince = null;
            _isReportedUnfit = false;
            return;
        }

        if (_unhealthySince is null)
        {
            _unhealthySince = askedAt;
            logger.BecameUnhealthy(problem, settings.UnhealthyGracePeriod.TotalSeconds);
        }

        var elapsed = timeProvider.GetElapsedTime(_unhealthySince.Value);
        if (!_isReportedUnfit && elapsed >= settings.UnhealthyGracePeriod && driver.DriverOrNull is { } member)
        {
            _isReportedUnfit = true;
            logger.StayedUnhealthy(elapsed.TotalSeconds, problem);
            member.ReportHealth(healthy: false, problem);
        }
    }
}
