using System.Diagnostics.Metrics;
using Failover.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failover.Tests;

/// <summary>Decision 22: a coordinator whose threads all live, but for the one that decides.</summary>
public sealed class HungDriverTests
{
    private const string Election = "work";
    private const int GaveUpHung = 4010;

    [Fact]
    public async Task A_coordinator_that_is_blocked_by_who_listens_to_its_metrics_is_replaced_and_the_leader_leads_on()
    {
        using var events = new EventRecorder();
        await using var cluster = new TestCluster(
            3,
            failover =>
            {
                failover.Services.AddLogging(logging => logging.AddProvider(events));
                failover.AddElection(Election);
            },
            options => options.LeaseDuration = TimeSpan.FromSeconds(60));
        await cluster.StartAsync();
        var leader = await cluster.WaitForLeaderAsync(Election);
        var leadership = leader.Election(Election).Leadership!;

        // A coordinator that leads yields (decision 5).
        await cluster.AllKnowCoordinatorAsync(name => name != leader.Name);
        var coordinator = leader.Coordinator!;
        using var block = new MetricsBlock(cluster[coordinator]);
        await block.Blocks;

        await cluster.AllKnowCoordinatorAsync(name => name != coordinator, leftOut: coordinator);
        Assert.True(leadership.IsHeld);
        await cluster.WaitUntilAsync(() => events.Of(GaveUpHung).Any(), () => "nothing was logged");
        await leader.Election(Election).ConfirmAsync(TestContext.Current.CancellationToken);

        block.End();
        await cluster.AllKnowCoordinatorAsync(name => name != coordinator);
        Assert.True(leadership.IsHeld);
    }

    /// <summary>A listener to one member's metrics that lets its driver wait, as an exporter does that cannot get rid of what it has.</summary>
    private sealed class MetricsBlock : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly TaskCompletionSource _blocks = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _ended = new();

        public MetricsBlock(TestMember member)
        {
            var meters = member.Host.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "failover.renewals" && instrument.Meter.Scope == meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
            {
                _blocks.TrySetResult();
                _ended.Wait();
            });
            _listener.Start();
        }

        public Task Blocks => _blocks.Task;

        public void End() => _ended.Set();

        public void Dispose()
        {
            End();
            _listener.Dispose();
        }
    }
}
