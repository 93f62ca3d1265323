namespace Failover.Consensus.Tests;

public sealed class ChurnTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Invariants "agreement" and "nothing lost" of design section 5, while members come and go.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Members_that_come_and_go_agree_and_lose_nothing(int seed)
    {
        var random = new Random(seed);
        await using var cluster = await TestCluster.StartAsync(3, entriesPerSnapshot: 15);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var proposing = ProposeUntilAsync(cluster, enough.Token);

        for (var round = 0; round < 8; round++)
        {
            var name = cluster.Names.ElementAt(random.Next(3));
            if (random.Next(3) == 0)
            {
                await (await cluster.CoordinatorAsync()).Log.ResignAsync(Token);
            }
            else
            {
                await cluster.StopAsync(name);
                await ProgressAsync(cluster, random.Next(20));
                await cluster.StartAsync(name);
            }

            await ProgressAsync(cluster, random.Next(30));
        }

        await enough.CancelAsync();
        var acknowledged = await proposing;
        await cluster.ProposeAsync("end");
        foreach (var member in cluster.Running)
        {
            await member.Machine.Changed.UntilAsync(() => member.Machine.Entries.Contains("end"), $"{member.Name} has caught up");
        }

        var histories = cluster.Running.Select(member => member.Machine.Entries).ToArray();
        Assert.All(histories, history => Assert.Equal(histories[0], history));
        Assert.Equal(histories[0].Length, histories[0].Distinct().Count());
        Assert.Equal(acknowledged, histories[0].Where(acknowledged.ToHashSet().Contains));
        Assert.All(cluster.Running, member => Assert.Null(member.Observer.Failure));
    }

    // Returns when so many more entries were applied somewhere.
    private static async Task ProgressAsync(TestCluster cluster, int count)
    {
        var member = cluster.Running.First();
        var target = member.Machine.Entries.Length + count;
        await member.Machine.Changed.UntilAsync(() => member.Machine.Entries.Length >= target, $"{member.Name} has {target} entries");
    }

    private static async Task<List<string>> ProposeUntilAsync(TestCluster cluster, CancellationToken enough)
    {
        var acknowledged = new List<string>();
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            var leader = await cluster.CoordinatorAsync();
            try
            {
                await leader.ProposeAsync($"e{number}");
                acknowledged.Add($"e{number}");
            }
            catch (NotCoordinatorException)
            {
                // Whether it was committed is not known, and it is not tried again.
            }
        }

        return acknowledged;
    }
}
