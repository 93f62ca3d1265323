using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Failover.Hosting.Tests.Registration;

/// <summary>Section 6, "health": a member may report itself unfit through .NET health checks.</summary>
public sealed class HealthReporterTests : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ManualTime _time = new();
    private readonly RecordingDriver _driver = new();
    private readonly SemaphoreSlim _checked = new(0);
    private ServiceProvider? _provider;
    private Func<CancellationToken, Task<HealthCheckResult>> _check = _ => Task.FromResult(HealthCheckResult.Healthy());

    [Fact]
    public async Task Unhealthy_for_longer_than_the_grace_period_is_reported_and_so_is_the_recovery()
    {
        await StartAsync(builder => builder.UseHealthChecks());
        _check = _ => Task.FromResult(HealthCheckResult.Unhealthy("queue is full"));

        // The first bad answer comes after 2 s and starts the grace period of 10 s.
        for (var i = 0; i < 5; i++)
        {
            await TickAsync();
            Assert.False(_driver.HasCalls);
        }

        await TickAsync();
        Assert.Equal("unhealthy: ready: queue is full", await _driver.NextAsync());

        await TickAsync();
        Assert.False(_driver.HasCalls);
        _check = _ => Task.FromResult(HealthCheckResult.Degraded("slow"));
        await TickAsync();
        Assert.Equal("healthy", await _driver.NextAsync());
    }

    [Fact]
    public async Task A_short_illness_is_not_reported()
    {
        await StartAsync(builder => builder.UseHealthChecks());
        for (var i = 0; i < 4; i++)
        {
            _check = _ => Task.FromResult(HealthCheckResult.Unhealthy());
            await TickAsync();
            await TickAsync();
            _check = _ => Task.FromResult(HealthCheckResult.Healthy());
            await TickAsync();
        }

        Assert.False(_driver.HasCalls);
    }

    [Fact]
    public async Task A_check_that_throws_is_unhealthy()
    {
        await StartAsync(builder => builder.UseHealthChecks());
        _check = _ => throw new InvalidOperationException("broken check");
        for (var i = 0; i < 6; i++)
        {
            await TickAsync();
        }

        Assert.Equal("unhealthy: ready: broken check", await _driver.NextAsync());
    }

    [Fact]
    public async Task Checks_that_never_answer_are_unhealthy()
    {
        var called = new SemaphoreSlim(0);
        _check = _ =>
        {
            called.Release();
            return new TaskCompletionSource<HealthCheckResult>().Task;
        };
        await StartAsync(builder => builder.UseHealthChecks(), firstCheckEnds: false);
        await called.WaitAsync(TestContext.Current.CancellationToken).Soon();

        await _time.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("unhealthy: the health checks did not answer within 10 s", await _driver.NextAsync());
        await _time.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, called.CurrentCount);
    }

    [Fact]
    public async Task Only_checks_with_one_of_the_tags_count()
    {
        var counted = new SemaphoreSlim(0);
        _check = _ => throw new InvalidOperationException("its tag was not asked for");
        await StartAsync(
            builder =>
            {
                builder.UseHealthChecks("other").UseHealthChecks("live");
                builder.Services.AddHealthChecks().AddCheck("live", () =>
                {
                    counted.Release();
                    return HealthCheckResult.Healthy();
                }, ["live"]);
            },
            firstCheckEnds: false);

        for (var i = 0; i < 3; i++)
        {
            await counted.WaitAsync(TestContext.Current.CancellationToken).Soon();
            _time.Advance(Interval);
        }

        Assert.Equal(0, _checked.CurrentCount);
        Assert.Single(_provider!.GetServices<IHostedService>(), service => service is HealthReporter);
    }

    public async ValueTask DisposeAsync()
    {
        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }

        _checked.Dispose();
    }

    private async Task StartAsync(Action<IFailoverBuilder> build, bool firstCheckEnds = true)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddKeyedSingleton<TimeProvider>(FailoverServices.ClockKey, _time);
        services.AddHealthChecks().AddAsyncCheck(
            "ready",
            async cancellation =>
            {
                try
                {
                    return await _check(cancellation);
                }
                finally
                {
                    _checked.Release();
                }
            },
            ["ready"]);
        build(services.AddFailover());
        _provider = services.BuildServiceProvider();
        _provider.GetRequiredService<DriverSlot>().Attach(_driver);
        var reporter = _provider.GetServices<IHostedService>().OfType<HealthReporter>().Single();
        await reporter.StartAsync(TestContext.Current.CancellationToken);
        if (firstCheckEnds)
        {
            await _checked.WaitAsync(TestContext.Current.CancellationToken).Soon();
        }
    }

    /// <summary>Lets one interval pass, and waits for the check that follows.</summary>
    private async Task TickAsync()
    {
        _time.Advance(Interval);
        await _checked.WaitAsync(TestContext.Current.CancellationToken).Soon();
    }
}
