namespace Failover.RaftModel.Tests.Clusters;

/// <summary>Runs one scenario on the model and on real members, and compares what was noted.</summary>
internal static class Both
{
    /// <summary>The model's histories differ from seed to seed; what is noted must not.</summary>
    private const int Seeds = 25;

    private static readonly TimeSpan s_electionTimeout = TimeSpan.FromMilliseconds(600);

    /// <summary>For scenarios in which a leader has to stay.</summary>
    private static readonly TimeSpan s_steadyElectionTimeout = TimeSpan.FromMilliseconds(1_500);

    /// <param name="size">The number of members.</param>
    /// <param name="scenario">Takes a cluster of which nothing runs yet, and notes what it saw in it.</param>
    /// <param name="isSteady">Whether it is about a leader that stays.</param>
    public static async Task RunAsync(int size, Func<IRaftCluster, Action<string>, Task> scenario, bool isSteady = false)
    {
        string[]? expected = null;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                await using var model = new ModelCluster(size, seed);
                var noted = await RunAsync(model, scenario);
                Assert.Equal(expected ??= noted, noted);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"In the model, with seed {seed}: {error.Message}", error);
            }
        }

        await using var real = new DotNextCluster(size, isSteady ? s_steadyElectionTimeout : s_electionTimeout);
        Assert.Equal(expected, await RunAsync(real, scenario));
    }

    private static async Task<string[]> RunAsync(IRaftCluster cluster, Func<IRaftCluster, Action<string>, Task> scenario)
    {
        var notes = new List<string>();
        await scenario(cluster, notes.Add);
        Rules.Check(cluster);
        return [.. notes];
    }
}
