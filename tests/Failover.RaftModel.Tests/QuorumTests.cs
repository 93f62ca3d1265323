using Failover.RaftModel.Tests.Clusters;

namespace Failover.RaftModel.Tests;


/// <summary>Nothing goes without a quorum, and everything with one.</summary>
public sealed class QuorumTests
{
    [Fact]
    public Task A_leader_that_is_cut_off_commits_and_confirms_nothing_and_what_it_appended_is_lost() => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        await cluster.CommitAsync([], "a");
        var deposed = await cluster.LeaderAsync();
        var others = cluster.OthersThan(deposed.Name);

        cluster.CutOff(deposed.Name);
        var (proposal, barrier) = (cluster.Propose(deposed.Name, "b", deposed.RaftTerm), cluster.Confirm(deposed.Name, deposed.RaftTerm));
        note($"applied: {await cluster.AsksAsync(proposal, "b")}, confirmed: {await cluster.AsksAsync(barrier, "a barrier")}");
        var leader = await cluster.LeaderAsync(others);
        await cluster.CommitAsync(others, "c");
        await cluster.UntilAsync(() => cluster.View(deposed.Name).Events[^1] == "ceased", "the deposed leader knows it");
        await cluster.UntilAppliedAsync([deposed.Name], "a");

        cluster.Rejoin(deposed.Name);
        await cluster.UntilAppliedAsync(cluster.Members, "a", "c");
        Assert.True(leader.RaftTerm > deposed.RaftTerm);
        note($"confirmed: {await cluster.ConfirmAsync(deposed.Name, deposed.RaftTerm)}, applied: {await cluster.ProposeAsync(deposed, "x")}");
        await cluster.CommitAsync([], "d");
        await cluster.UntilAppliedAsync(cluster.Members, "a", "c", "d");
    });

    [Fact]
    public Task Who_has_what_the_leader_has_knows_that_it_is_committed_before_the_leader_does() => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        await cluster.CommitAsync([], "a");
        for (var attempt = 1; ; attempt++)
        {
            var leader = await cluster.LeaderAsync();
            var others = cluster.OthersThan(leader.Name);
            await cluster.UntilAppliedAsync(others, cluster.View(leader.Name).Contents);
            var (before, entry) = (cluster.View(leader.Name).Contents, $"b{attempt}");

            // One hears all that the leader says, and its answers are lost.
            cluster.CutOff(others[1]);
            cluster.Cut(others[0], leader.Name);
            var isApplied = await cluster.ProposeAsync(leader, entry);
            var isKnown = cluster.View(others[0]).Contents.Contains(entry);
            Assert.False(isApplied);
            Assert.Equal(before, cluster.View(leader.Name).Contents);

            cluster.Rejoin(others[1]);
            cluster.Mend(others[0], leader.Name);
            await cluster.CommitAsync([], $"c{attempt}");
            if (isKnown)
            {
                await cluster.UntilAppliedAsync(cluster.Members, [.. before, entry, $"c{attempt}"]);
                note("it was committed");
                return;
            }

            // DotNext asks a member one thing at a time: behind a heartbeat that is never answered the entry was not sent.
            Assert.True(attempt < 10, "It never came to the other.");
        }
    });

    [Fact]
    public Task What_a_deposed_leader_replicated_to_a_majority_is_committed_by_the_next() => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        await cluster.CommitAsync([], "a");
        for (var attempt = 1; ; attempt++)
        {
            var deposed = await cluster.LeaderAsync();
            var others = cluster.OthersThan(deposed.Name);
            await cluster.UntilAppliedAsync(others, cluster.View(deposed.Name).Contents);
            var (before, entry) = (cluster.View(deposed.Name).Contents, $"b{attempt}");

            // What it sends arrives; that it did, it does not learn.
            Array.ForEach(others, other => cluster.Cut(other, deposed.Name));
            var isApplied = await cluster.ProposeAsync(deposed, entry);
            var leader = await cluster.LeaderAsync(others);
            await cluster.CommitAsync(others, $"c{attempt}");
            Assert.False(isApplied);
            Assert.True(leader.RaftTerm > deposed.RaftTerm);
            Assert.Equal(before, cluster.View(deposed.Name).Contents);

            Array.ForEach(others, other => cluster.Mend(other, deposed.Name));
            var isCommitted = cluster.View(leader.Name).Contents.Contains(entry);
            await cluster.UntilAppliedAsync(cluster.Members, [.. before, .. isCommitted ? [entry] : Array.Empty<string>(), $"c{attempt}"]);
            if (isCommitted)
            {
                // It was applied under the Raft term in which it was appended.
                var last = cluster.View(deposed.Name).Applied[^2];
                note($"applied after all: {last.Content[0]}, in the Raft term of the deposed: {last.RaftTerm == deposed.RaftTerm}");
                return;
            }

            // DotNext asks a member one thing at a time: behind a heartbeat that is never answered the entry was not sent.
            Assert.True(attempt < 10, "It never came to the others.");
        }
    });

    [Fact]
    public Task Two_of_three_go_on_and_one_alone_does_not() => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        var leader = await cluster.LeaderAsync();
        var others = cluster.OthersThan(leader.Name);
        await cluster.CrashAsync(others[0]);
        await cluster.CommitAsync([leader.Name, others[1]], "a");
        leader = await cluster.ConfirmedLeaderAsync(leader.Name, others[1]);

        var other = cluster.OthersThan(leader.Name, others[0]).Single();
        await cluster.CrashAsync(other);
        note($"confirmed by one: {await cluster.ConfirmAsync(leader.Name, leader.RaftTerm)}, applied: {await cluster.ProposeAsync(leader, "b")}");
        await cluster.UntilAsync(() => cluster.View(leader.Name) is { LeadsIn: null, Coordinator: null }, "it knows that it leads no longer");

        await cluster.StartAsync(others[0]);
        await cluster.CommitAsync([leader.Name, others[0]], "c");
        await cluster.StartAsync(other);
        var expected = cluster.View((await cluster.LeaderAsync()).Name).Contents;
        await cluster.UntilAppliedAsync(cluster.Members, expected);
        note($"first {expected[0]}, last {expected[^1]}");
    });

    [Fact]
    public Task Of_five_three_go_on_without_the_leader_and_two_do_not_with_it() => Both.RunAsync(5, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        await cluster.CommitAsync([], "a");
        var deposed = await cluster.LeaderAsync();
        var companion = cluster.OthersThan(deposed.Name)[0];
        var majority = cluster.OthersThan(deposed.Name, companion);

        cluster.CutOff(deposed.Name, companion);
        var (proposal, barrier) = (cluster.Propose(deposed.Name, "b", deposed.RaftTerm), cluster.Confirm(deposed.Name, deposed.RaftTerm));
        note($"applied by two: {await cluster.AsksAsync(proposal, "b")}, confirmed: {await cluster.AsksAsync(barrier, "a barrier")}");
        await cluster.CommitAsync(majority, "c", "d");
        await cluster.UntilAppliedAsync(majority, "a", "c", "d");
        await cluster.UntilAsync(() => cluster.View(deposed.Name) is { LeadsIn: null, Coordinator: null }, "the minority has no leader");
        note($"in the minority: {string.Join(' ', cluster.View(companion).Contents)}");

        cluster.Rejoin(deposed.Name, companion);
        await cluster.UntilAppliedAsync(cluster.Members, "a", "c", "d");
    });

    [Fact]
    public Task Raft_terms_rise_over_three_crashes_of_the_leader() => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        var last = 0L;
        for (var round = 1; round <= 3; round++)
        {
            var leader = await cluster.LeaderAsync();
            Assert.True(leader.RaftTerm > last);
            await cluster.CommitAsync([], $"{round}");
            leader = await cluster.LeaderAsync();
            last = leader.RaftTerm;
            await cluster.CrashAsync(leader.Name);
            var next = await cluster.LeaderAsync(cluster.OthersThan(leader.Name));
            Assert.True(next.RaftTerm > last);
            note($"the next has {string.Join(' ', cluster.View(next.Name).Contents)}");
            await cluster.StartAsync(leader.Name);
        }

        await cluster.UntilAppliedAsync(cluster.Members, "1", "2", "3");
    });
}
