using System.Runtime.Versioning;
using Comparison.Columns;
using Comparison.Modes;
using TaskDispatch.Cluster;

namespace Comparison.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class ColumnTests
{
    [Fact]
    public async Task Members_that_refuse_to_start_are_not_waited_for_and_their_reason_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The columns are made of processes that get POSIX signals.");
        await using var column = new Column(
            new PromotionMode("broken", "Broken", "Its members refuse to start.", "--Failover:LeaseDuration=00:00:00.001"),
            new Workload(TasksPerSecond: 1, HashRounds: 1));

        var error = await Assert.ThrowsAsync<DispatchClusterException>(() => column.StartAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));

        Assert.Matches("^n[123] has ended by itself, with exit code ", error.Message);
        Assert.Contains("Failover:LeaseDuration", error.Message, StringComparison.Ordinal);
    }
}
