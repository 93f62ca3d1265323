namespace Failover.Consensus.Tests;

/// <summary>A stream has no message boundaries: whatever arrives together or apart, nothing stalls, and so no coordinator changes.</summary>
public sealed class PiecemealTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(61)]
    [InlineData(1_000)]
    public async Task Requests_that_arrive_in_pieces_are_answered(int pieceLength)
    {
        await using var cluster = new TestCluster(3)
        {
            EntriesPerSnapshot = 20,

            // A request that stalls does so for ever, whatever the time-out; a busy machine only for a while.
            LowerElectionTimeout = TimeSpan.FromSeconds(3),
            Network = new LoopbackNetwork { PieceLength = pieceLength },
        };
        await cluster.StartAllAsync();
        var coordinator = await cluster.CoordinatorAsync();
        var late = cluster.Names.First(name => name != coordinator.Name);
        await Task.WhenAll(Enumerable.Range(0, 15).Select(number => coordinator.ProposeAsync($"{number} {new string('x', 40 * number)}")));
        await coordinator.ProposeAsync(new string('y', 20_000));

        // It misses a snapshot and several entries, and so is sent each in its own kind of request.
        await cluster.StopAsync(late);
        Directory.Delete(cluster.SettingsOf(late).DataDirectory, recursive: true);
        for (var number = 0; number < 10; number++)
        {
            await coordinator.ProposeAsync($"{number}");
        }

        var member = await cluster.StartAsync(late);

        await member.Machine.UntilAsync(coordinator.Machine.Entries);
        Assert.True(member.Machine.Restored > 0);
        Assert.Single(coordinator.Observer.Events, line => line.StartsWith("became", StringComparison.Ordinal));
        Assert.DoesNotContain(coordinator.Observer.Events, line => line.StartsWith("ceased", StringComparison.Ordinal));
    }
}
