namespace Failover.RaftModel.Tests.Clusters;

/// <summary>A leader of which a scenario expects that it stays.</summary>
internal sealed class Reign(IRaftCluster cluster, string leader, long raftTerm)
{
    public string Leader => leader;

    public long RaftTerm => raftTerm;

    private bool IsOver => cluster.View(leader).LeadsIn != raftTerm;

    /// <exception cref="ReignOverException">The leader leads no longer.</exception>
    public async Task UntilAsync(Func<bool> condition, string what)
    {
        await cluster.UntilAsync(() => IsOver || condition(), what);
        Demand();
    }

    /// <exception cref="ReignOverException">The leader leads no longer.</exception>
    public async Task CommitAsync(string entry)
    {
        var isApplied = await cluster.ProposeAsync((leader, raftTerm), entry);
        Demand();
        Assert.True(isApplied);
    }

    /// <summary>Waits until a member has applied what the leader has.</summary>
    /// <exception cref="ReignOverException">The leader leads no longer.</exception>
    public Task UntilAppliedAsync(string member) =>
        UntilAsync(() => cluster.View(member).Contents.SequenceEqual(cluster.View(leader).Contents), $"{member} has what {leader} has");

    /// <exception cref="ReignOverException">The leader leads no longer.</exception>
    public void Demand()
    {
        if (IsOver)
        {
            throw new ReignOverException($"{leader} does not lead any more in Raft term {raftTerm}.");
        }
    }
}
