using Failover.RaftModel.Tests.Clusters;

namespace Failover.RaftModel.Tests;


/// <summary>A leader that a quorum hears stays, whatever the others hear.</summary>
public sealed class StayingTests
{
    [Fact]
    public Task A_member_that_was_cut_off_and_comes_back_disturbs_nobody() => Both.RunAsync(3, async (cluster, note) =>
    {
        var (leader, other, _) = await BeginAsync(cluster);
        cluster.CutOff(other);
        await cluster.UntilAsync(() => cluster.View(other).Coordinator is null, "it has asked for votes in vain");
        await cluster.CommitAsync(cluster.OthersThan(other), "b");
        note($"its Raft term is as it was: {cluster.PromiseOf(other).RaftTerm == leader.RaftTerm}");

        cluster.Rejoin(other);
        await EndAsync(cluster, leader, note, "a", "b");
    }, isSteady: true);

    [Fact]
    public Task A_member_that_is_restarted_disturbs_nobody() => Both.RunAsync(3, async (cluster, note) =>
    {
        var (leader, other, _) = await BeginAsync(cluster);
        await cluster.CrashAsync(other);
        await cluster.StartAsync(other);
        await cluster.UntilFollowedAsync(leader.Name, cluster.Members);
        await EndAsync(cluster, leader, note, "a");
    }, isSteady: true);

    [Fact]
    public Task A_member_that_does_not_hear_the_leader_gets_nothing_and_disturbs_nobody() => Both.RunAsync(3, async (cluster, note) =>
    {
        var (leader, other, _) = await BeginAsync(cluster);
        cluster.Cut(leader.Name, other);
        await cluster.UntilAsync(() => cluster.View(other).Coordinator is null, "it has asked for votes in vain");
        await cluster.CommitAsync(cluster.OthersThan(other), "b");
        note($"without the leader: {string.Join(' ', cluster.View(other).Contents)}");

        cluster.Mend(leader.Name, other);
        await EndAsync(cluster, leader, note, "a", "b");
    }, isSteady: true);

    [Fact]
    public Task A_member_that_the_leader_does_not_hear_applies_all_the_same() => Both.RunAsync(3, async (cluster, note) =>
    {
        var (leader, other, _) = await BeginAsync(cluster);
        cluster.Cut(other, leader.Name);
        await cluster.CommitAsync(cluster.OthersThan(other), "b");
        await cluster.UntilAppliedAsync([other], "a", "b");
        note($"with an answer of two: {await cluster.ConfirmAsync(leader.Name, leader.RaftTerm)}");

        cluster.Mend(other, leader.Name);
        await EndAsync(cluster, leader, note, "a", "b");
    }, isSteady: true);

    [Fact]
    public Task Between_two_that_do_not_reach_each_other_a_third_keeps_the_leader() => Both.RunAsync(3, async (cluster, note) =>
    {
        var (leader, other, _) = await BeginAsync(cluster);
        cluster.Cut(leader.Name, other);
        cluster.Cut(other, leader.Name);
        await cluster.UntilAsync(() => cluster.View(other).Coordinator is null, "it has asked for votes in vain");
        await cluster.CommitAsync(cluster.OthersThan(other), "b");
        note($"its Raft term is as it was: {cluster.PromiseOf(other).RaftTerm == leader.RaftTerm}; it has {string.Join(' ', cluster.View(other).Contents)}");

        cluster.Mend(leader.Name, other);
        cluster.Mend(other, leader.Name);
        await EndAsync(cluster, leader, note, "a", "b");
    }, isSteady: true);

    private static async Task<((string Name, long RaftTerm) Leader, string Other, string Third)> BeginAsync(IRaftCluster cluster)
    {
        await cluster.StartAllAsync();
        await cluster.CommitAsync([], "a");
        var leader = await cluster.LeaderAsync();
        var others = cluster.OthersThan(leader.Name);
        await cluster.UntilAppliedAsync(cluster.Members, "a");
        return (leader, others[0], others[1]);
    }

    private static async Task EndAsync(IRaftCluster cluster, (string Name, long RaftTerm) leader, Action<string> note, params string[] entries)
    {
        await cluster.CommitAsync([], "end");
        await cluster.UntilAppliedAsync(cluster.Members, [.. entries, "end"]);
        await cluster.UntilFollowedAsync(leader.Name, cluster.Members);
        note($"the leader is as it was: {cluster.View(leader.Name).LeadsIn == leader.RaftTerm}; {string.Join(' ', cluster.View(leader.Name).Events)}");
    }
}
