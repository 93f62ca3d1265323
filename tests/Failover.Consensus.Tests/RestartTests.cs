namespace Failover.Consensus.Tests;

public sealed class RestartTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_restart_of_all_keeps_everything(int size)
    {
        await using var cluster = await TestCluster.StartAsync(size);
        await cluster.ProposeAsync("a");
        await cluster.ProposeAsync("b");
        var raftTerm = cluster.Running.Max(member => member.Log.RaftTerm);

        await cluster.StopAllAsync();
        await cluster.StartAllAsync();
        var coordinator = await cluster.CoordinatorAsync();
        await cluster.ProposeAsync("c");

        Assert.True(coordinator.Observer.LeadsIn > raftTerm);
        await Task.WhenAll(cluster.Running.Select(member => member.Machine.UntilAsync("a", "b", "c")));
    }

    [Fact]
    public async Task What_was_promised_is_on_record()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        await cluster.ProposeAsync("a");
        await Task.WhenAll(cluster.Running.Select(member => member.Machine.UntilAsync("a")));

        foreach (var member in cluster.Running)
        {
            var record = CheckedFile.Read(member.PathOf("member"), ConsensusJson.Default.MemberRecord)!;
            Assert.Equal(RaftStateFile.Read(member.PathOf("raft", "state")), (record.RaftTerm, record.Vote));
            Assert.Equal(member.Log.RaftTerm, record.RaftTerm);
            Assert.True(ProgressFile.Read(member.PathOf("progress"))!.Value.LastIndex >= 2);
        }
    }

    [Fact]
    public async Task What_a_crash_left_unacknowledged_is_dropped()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        await cluster.ProposeAsync("a");
        await cluster.ProposeAsync("b");
        var member = cluster.Member("m1");
        await cluster.StopAllAsync();
        var checkpoint = RaftCheckpointFile.Read(member.PathOf("raft", "checkpoint"))!.Value;

        // As if the process had ended between the flush of "b" and its record.
        using (var progress = new ProgressFile(member.PathOf("progress"), default))
        {
            progress.Write(new LogProgress(checkpoint.LastIndex - 1, checkpoint.LastIndex - 1, 0));
        }

        var restarted = await cluster.StartAsync("m1");

        await restarted.Machine.UntilAsync("a");
        await cluster.ProposeAsync("c");
        Assert.Equal(["a", "c"], restarted.Machine.Entries);
    }
}
