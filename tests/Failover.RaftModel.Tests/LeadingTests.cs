using Failover.RaftModel.Tests.Clusters;

namespace Failover.RaftModel.Tests;


/// <summary>Who comes to lead, and what it may do then.</summary>
public sealed class LeadingTests
{
    [Fact]
    public Task The_first_leader_commits_what_is_proposed_and_all_apply_it() => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        await cluster.UntilAllFollowAsync();
        await cluster.UnderOneLeaderAsync(async (reign, attempt) =>
        {
            await reign.CommitAsync($"a{attempt}");
            await reign.CommitAsync($"b{attempt}");
            await reign.CommitAsync($"c{attempt}");
            foreach (var member in cluster.Members)
            {
                await reign.UntilAppliedAsync(member);
            }

            note($"in order, without a gap: {string.Join(' ', cluster.View(reign.Leader).Applied[^3..].Select(entry => $"{entry.Content[0]}"))}");
        });
    }, isSteady: true);

    [Fact]
    public Task A_new_leader_has_applied_what_others_committed() => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        for (var round = 1; round <= 3; round++)
        {
            var before = await cluster.LeaderAsync();
            var answers = Enumerable.Range(0, 20).Select(number => cluster.Propose(before.Name, $"{round}.{number}", before.RaftTerm)).ToArray();
            await cluster.UntilAsync(() => answers.All(answer => answer.Value is not null), "all are answered");
            var applied = Enumerable.Range(0, 20).Where(number => answers[number].Value == true).Select(number => $"{round}.{number}").ToArray();
            await cluster.ResignAsync(before.Name);
            await cluster.UntilAsync(() => cluster.View(before.Name).LeadsIn != before.RaftTerm, $"{before.Name} leads no longer");

            var after = await cluster.LeaderAsync();

            Assert.True(after.RaftTerm > before.RaftTerm);
            note($"what was applied is there when the next one leads: {!applied.Except(cluster.View(after.Name).Contents).Any()}");
        }
    });

    [Fact]
    public Task Whoever_does_not_lead_in_that_Raft_term_refuses() => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        var leader = await cluster.LeaderAsync();
        await cluster.CommitAsync([], "a");
        leader = await cluster.LeaderAsync();

        foreach (var (name, raftTerm) in cluster.OthersThan(leader.Name).Select(other => (other, leader.RaftTerm))
            .Concat([(leader.Name, leader.RaftTerm - 1), (leader.Name, leader.RaftTerm + 100)]))
        {
            note($"applied: {await cluster.ProposeAsync((name, raftTerm), "x")}, confirmed: {await cluster.ConfirmAsync(name, raftTerm)}");
        }

        await cluster.CommitAsync([], "b");
        await cluster.UntilAppliedAsync(cluster.Members, "a", "b");
    });

    [Fact]
    public Task A_leader_that_resigned_is_told_and_confirms_nothing_more() => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        var leader = await cluster.ConfirmedLeaderAsync();
        await cluster.ResignAsync(leader.Name);
        await cluster.UntilAsync(() => cluster.View(leader.Name).Events.Contains("ceased"), "ceased");

        note($"{string.Join(' ', cluster.View(leader.Name).Events.Take(2))}, confirmed: {await cluster.ConfirmAsync(leader.Name, leader.RaftTerm)}");
        Assert.True((await cluster.LeaderAsync()).RaftTerm > leader.RaftTerm);
    });

    [Fact]
    public Task The_only_member_leads_at_once_and_again_in_a_later_Raft_term() => Both.RunAsync(1, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        var first = await cluster.LeaderAsync();
        note($"applied: {await cluster.ProposeAsync(first, "a")}, confirmed: {await cluster.ConfirmAsync(first.Name, first.RaftTerm)}");

        await cluster.CrashAllAsync();
        await cluster.StartAllAsync();
        var second = await cluster.LeaderAsync();
        note($"applied: {await cluster.ProposeAsync(second, "b")}, confirmed: {await cluster.ConfirmAsync(first.Name, first.RaftTerm)}");

        Assert.True(second.RaftTerm > first.RaftTerm);
        await cluster.UntilAppliedAsync(cluster.Members, "a", "b");
    });
}
