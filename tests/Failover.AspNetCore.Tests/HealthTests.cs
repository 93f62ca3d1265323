using Failover.AspNetCore.Tests.Support;
using Failover.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Failover.AspNetCore.Tests;

public sealed class HealthTests
{
    [Theory]
    [InlineData(true, true, "Healthy Healthy Healthy")]
    [InlineData(true, false, "Healthy Healthy Unhealthy")]
    [InlineData(false, false, "Healthy Unhealthy Unhealthy")]
    public async Task Live_ready_and_leader_are_different_things(bool hasSession, bool leads, string expected)
    {
        await using var services = Services(hasSession, leads);

        string[] tags = ["live", "ready", "leader"];
        var found = new List<HealthStatus>();
        foreach (var tag in tags)
        {
            var report = await services.GetRequiredService<HealthCheckService>()
                .CheckHealthAsync(check => check.Tags.Contains(tag), TestContext.Current.CancellationToken);
            found.Add(Assert.Single(report.Entries).Value.Status);
        }

        Assert.Equal(expected, string.Join(' ', found));
    }

    [Fact]
    public async Task The_checks_say_what_they_found()
    {
        await using var services = Services(hasSession: false, leads: false);

        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["failover-leader-orders", "failover-live", "failover-ready"], report.Entries.Keys.Order());
        Assert.Contains("no session; coordinator: n2", report.Entries["failover-ready"].Description, StringComparison.Ordinal);
        Assert.Contains("leader: none", report.Entries["failover-leader-orders"].Description, StringComparison.Ordinal);
    }

    /// <summary>Fed back without a guard, "does not lead" keeps every member from ever leading.</summary>
    [Fact]
    public async Task A_leader_check_does_not_make_the_others_unfit_to_lead()
    {
        await using var cluster = new TestCluster(
            2,
            failover =>
            {
                failover.AddElection("orders").UseHealthChecks().UseHealthChecks("leader");
                failover.Services.AddLogging().AddHealthChecks().AddFailover("orders");
                failover.Services.AddSingleton<IFailoverOperations>(new FakeOperations());
                failover.Services.AddSingleton<CheckCounter>().AddHealthChecks().AddCheck<CheckCounter>("counter");
            },
            options =>
            {
                options.UnhealthyGracePeriod = TimeSpan.Zero;
                options.HealthCheckInterval = TimeSpan.FromMilliseconds(10);
            });
        await cluster.StartAsync();
        var leader = await cluster.WaitForLeaderAsync("orders");
        var other = cluster.Running.Single(member => member != leader);

        // Its health was reported several times while it did not lead.
        var counter = other.Host.Services.GetRequiredService<CheckCounter>();
        var before = counter.Count;
        await cluster.WaitUntilAsync(() => counter.Count > before + 5, () => $"the checks ran {counter.Count - before} times");
        await leader.Election("orders").HandOverAsync(other.Name, TestContext.Current.CancellationToken);

        Assert.Equal(other.Name, (await cluster.WaitForLeaderAsync("orders", afterTerm: 1)).Name);
    }

    private static ServiceProvider Services(bool hasSession, bool leads)
    {
        var operations = new FakeOperations();
        operations.Change(status => status with { HasSession = hasSession });
        var elections = new FakeElections();
        elections.Orders.IsLeader = leads;
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSingleton<IFailoverOperations>(operations);
        services.AddSingleton<ILeaderElectionFactory>(elections);
        services.AddHealthChecks().AddFailover("orders");
        return services.BuildServiceProvider();
    }

    private sealed class CheckCounter : IHealthCheck
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return Task.FromResult(HealthCheckResult.Healthy());
        }
    }
}
