using System.Diagnostics;

namespace Failover.Transport.Tests;

/// <summary>What a round trip of a session frame costs over loopback TCP.</summary>
public sealed class SessionLatencyTests
{
    [Fact]
    public async Task A_round_trip_is_measured_and_bounded()
    {
        await using var cluster = new PortCluster();
        var a = await cluster.StartAsync("a");
        var b = await cluster.StartAsync("b");
        var (dialled, accepted) = await a.OpenSessionAsync("b", b);
        var echo = EchoAsync(accepted);
        var frame = new byte[100];
        var times = new List<TimeSpan>();

        await using var answers = dialled.ReadAllAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        for (var i = 0; i < 6_000; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.True(dialled.TrySend(frame));
            Assert.True(await answers.MoveNextAsync());
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        await dialled.DisposeAsync();
        await echo.SoonAsync();
        var sorted = times.Skip(1_000).Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Round trip of 100 bytes: median {sorted[2_500].TotalMicroseconds:f0} us, p99 {sorted[4_950].TotalMicroseconds:f0} us.");
        Assert.True(sorted[2_500] < TimeSpan.FromMilliseconds(5), $"The median is {sorted[2_500]}.");
    }

    private static async Task EchoAsync(IFrameChannel channel)
    {
        await foreach (var frame in channel.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            channel.TrySend(frame);
        }
    }
}
