namespace Failover.Consensus.Tests;

public sealed class ReplicationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Entries_are_applied_in_the_same_order_by_all(int size)
    {
        await using var cluster = await TestCluster.StartAsync(size);
        var coordinator = await cluster.CoordinatorAsync();

        var indices = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => coordinator.ProposeAsync($"e{number}")));

        Assert.Equal(100, indices.Distinct().Count());
        await Task.WhenAll(cluster.Running.Select(member => member.Machine.UntilCountAsync(100)));
        Assert.All(cluster.Running, member => Assert.Equal(coordinator.Machine.Entries, member.Machine.Entries));
    }
}
