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
        if (!await cluster.ProposeAsync((leader, raftTerm), entry))
        {
            await ConcedeAsync();
        }
    }

    /// <exception cref="ReignOverException">The leader leads no longer.</exception>
    public async Task ConfirmAsync()
    {
        if (!await cluster.ConfirmAsync(leader, raftTerm))
        {
            await ConcedeAsync();
        }
    }

    /// <summary>Waits until a member has applied what the leader has.</summary>
    /// <exception cref="ReignOverException">The leader leads no longer.</exception>
    public Task UntilAppliedAsync(string member) =>
        UntilAsync(() => cluster.View(member).Contents.SequenceEqual(cluster.View(leader).Contents), $"{member} has what {leader} has");

    /// <summary>A refusal is right only at the end of a leadership, and may come before the news of it.</summary>
    private async Task ConcedeAsync()
    {
        await cluster.UntilAsync(() => IsOver, $"{leader}, which refuses, leads no longer");
        Demand();
    }

    private void Demand()
    {
        if (IsOver)
        {
            throw new ReignOverException($"{leader} does not lead any more in Raft term {raftTerm}.");
        }
    }
}
