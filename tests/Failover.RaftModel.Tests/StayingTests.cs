using Failover.RaftModel.Tests.Clusters;

namespace Failover.RaftModel.Tests;


/// <summary>A leader that a quorum hears stays, whatever the others hear.</summary>
public sealed class StayingTests
{
    [Fact]
    public Task A_member_that_was_cut_off_and_comes_back_disturbs_nobody() => RunAsync(async (cluster, reign, other, note) =>
    {
        cluster.CutOff(other);
        await reign.UntilAsync(() => cluster.View(other).Coordinator is null, "it has asked for votes in vain");
        await reign.CommitAsync("b");
        note($"its Raft term is as it was: {cluster.PromiseOf(other).RaftTerm == reign.RaftTerm}; it has b: {Has(cluster, other, "b")}");
        cluster.Rejoin(other);
    });

    [Fact]
    public Task A_member_that_is_restarted_disturbs_nobody() => RunAsync(async (cluster, reign, other, note) =>
    {
        await cluster.CrashAsync(other);
        await cluster.StartAsync(other);
        await reign.UntilAsync(() => cluster.View(other).Coordinator == reign.Leader, "it knows who leads");
        note($"its Raft term is as it was: {cluster.PromiseOf(other).RaftTerm == reign.RaftTerm}");
    });

    [Fact]
    public Task A_member_that_does_not_hear_the_leader_gets_nothing_and_disturbs_nobody() => RunAsync(async (cluster, reign, other, note) =>
    {
        cluster.Cut(reign.Leader, other);
        await reign.UntilAsync(() => cluster.View(other).Coordinator is null, "it has asked for votes in vain");
        await reign.CommitAsync("b");
        note($"its Raft term is as it was: {cluster.PromiseOf(other).RaftTerm == reign.RaftTerm}; it has b: {Has(cluster, other, "b")}");
        cluster.Mend(reign.Leader, other);
    });

    [Fact]
    public Task A_member_that_the_leader_does_not_hear_applies_all_the_same() => RunAsync(async (cluster, reign, other, note) =>
    {
        cluster.Cut(other, reign.Leader);
        await reign.CommitAsync("b");
        await reign.UntilAppliedAsync(other);
        await reign.ConfirmAsync();
        note($"confirmed by two; it has b: {Has(cluster, other, "b")}");
        cluster.Mend(other, reign.Leader);
    });

    [Fact]
    public Task Between_two_that_do_not_reach_each_other_a_third_keeps_the_leader() => RunAsync(async (cluster, reign, other, note) =>
    {
        cluster.Cut(reign.Leader, other);
        cluster.Cut(other, reign.Leader);
        await reign.UntilAsync(() => cluster.View(other).Coordinator is null, "it has asked for votes in vain");
        await reign.CommitAsync("b");
        note($"its Raft term is as it was: {cluster.PromiseOf(other).RaftTerm == reign.RaftTerm}; it has b: {Has(cluster, other, "b")}");
        cluster.Mend(reign.Leader, other);
        cluster.Mend(other, reign.Leader);
    });

    private static bool Has(IRaftCluster cluster, string member, string entry) => cluster.View(member).Contents[^1] == entry;

    private static Task RunAsync(Func<IRaftCluster, Reign, string, Action<string>, Task> act) => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        await cluster.UnderOneLeaderAsync(async (reign, attempt) =>
        {
            var notes = new List<string>();
            var others = cluster.OthersThan(reign.Leader);
            await reign.CommitAsync($"a{attempt}");
            await reign.UntilAppliedAsync(others[0]);
            await reign.UntilAppliedAsync(others[1]);

            await act(cluster, reign, others[0], notes.Add);

            await reign.CommitAsync($"c{attempt}");
            await reign.UntilAppliedAsync(others[0]);
            await reign.UntilAppliedAsync(others[1]);
            await reign.UntilAsync(() => others.All(other => cluster.View(other).Coordinator == reign.Leader), "all follow the leader that was");
            notes.ForEach(note);
        });
    }, isSteady: true);
}
