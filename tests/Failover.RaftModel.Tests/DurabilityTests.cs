using Failover.RaftModel.Tests.Clusters;

namespace Failover.RaftModel.Tests;


/// <summary>What a member keeps over a crash, and how it catches up with the others.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public Task A_restart_of_all_keeps_entries_terms_and_votes() => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        await cluster.CommitAsync([], "a", "b");
        await cluster.UntilAppliedAsync(cluster.Members, "a", "b");
        var last = 0L;
        for (var attempt = 1; ; attempt++)
        {
            var leader = await cluster.LeaderAsync();
            await cluster.CrashAllAsync();
            var promises = cluster.Members.Select(cluster.PromiseOf).ToArray();
            last = promises.Max(promise => promise.RaftTerm);
            if (last == leader.RaftTerm)
            {
                // The leader has voted for itself, and at least one of the others for it.
                Assert.Equal(new Promise(last, leader.Name), cluster.PromiseOf(leader.Name));
                Assert.True(promises.Count(promise => promise == new Promise(last, leader.Name)) >= 2);
                break;
            }

            Assert.True(attempt < cluster.Attempts, "There was another election each time.");
            await cluster.StartAllAsync();
        }

        await cluster.StartAllAsync();
        var next = await cluster.LeaderAsync();
        Assert.True(next.RaftTerm > last);
        note($"the next leader has {string.Join(' ', cluster.View(next.Name).Contents)}");
        await cluster.CommitAsync([], "c");
        await cluster.UntilAppliedAsync(cluster.Members, "a", "b", "c");
        Assert.All(cluster.Members, member => Assert.True(cluster.PromiseOf(member).RaftTerm >= next.RaftTerm));
    }, isSteady: true);

    [Fact]
    public Task A_member_that_missed_a_few_entries_is_sent_them() => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        var leader = await cluster.LeaderAsync();
        var late = cluster.OthersThan(leader.Name)[0];
        await cluster.CommitAsync([], "a");
        cluster.CutOff(late);
        await cluster.CommitAsync(cluster.OthersThan(late), "b", "c", "d");

        cluster.Rejoin(late);
        await cluster.UntilAppliedAsync(cluster.Members, "a", "b", "c", "d");
        note($"snapshots: {cluster.View(late).Restored}");
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_member_that_missed_many_entries_is_sent_a_snapshot(bool crashes) => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        var leader = await cluster.LeaderAsync();
        await cluster.CommitAsync([], "a");
        await cluster.UntilAppliedAsync(cluster.Members, "a");
        var late = cluster.OthersThan(leader.Name)[0];
        if (crashes)
        {
            await cluster.CrashAsync(late);
        }
        else
        {
            cluster.CutOff(late);
        }

        var restored = 0;
        var entries = Enumerable.Range(1, 60).Select(number => $"{number}").ToArray();
        await cluster.CommitAsync(cluster.OthersThan(late), entries);
        if (crashes)
        {
            await cluster.StartAsync(late);

            // The model has one of its own by now, DotNext has not.
            restored = cluster.View(late).Restored;
        }
        else
        {
            cluster.Rejoin(late);
        }

        await cluster.UntilAppliedAsync(cluster.Members, ["a", .. entries]);
        await cluster.CommitAsync([], "z");
        await cluster.UntilAppliedAsync(cluster.Members, ["a", .. entries, "z"]);
        note($"got a snapshot: {cluster.View(late).Restored > restored}");
    });

    [Fact]
    public Task A_member_without_a_committed_entry_does_not_lead() => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        var leader = await cluster.LeaderAsync();
        await cluster.CommitAsync([], "a");
        await cluster.UntilAppliedAsync(cluster.Members, "a");
        var shorter = cluster.OthersThan(leader.Name)[0];
        await cluster.CrashAsync(shorter);
        await cluster.CommitAsync(cluster.OthersThan(shorter), "b");
        leader = await cluster.LeaderAsync(cluster.OthersThan(shorter));
        var longer = cluster.OthersThan(leader.Name, shorter).Single();
        await cluster.UntilAppliedAsync([longer], "a", "b");
        await cluster.CrashAsync(leader.Name);
        await cluster.CrashAsync(longer);

        // The one with the shorter log is there first.
        await cluster.StartAsync(shorter);
        await cluster.StartAsync(longer);
        var next = await cluster.LeaderAsync(shorter, longer);
        note($"whoever leads has {string.Join(' ', cluster.View(next.Name).Contents)}");
        await cluster.UntilAppliedAsync([shorter, longer], "a", "b");
        Assert.True(next.RaftTerm > leader.RaftTerm);
    });

    [Fact]
    public Task Of_two_the_better_log_leads_though_the_other_has_the_higher_Raft_term() => Both.RunAsync(3, async (cluster, note) =>
    {
        await cluster.StartAllAsync();
        var leader = await cluster.LeaderAsync();
        var worse = cluster.OthersThan(leader.Name)[0];
        await cluster.CommitAsync([], "a");
        await cluster.CrashAsync(worse);
        await cluster.CommitAsync(cluster.OthersThan(worse), "b");
        var better = (await cluster.LeaderAsync(cluster.OthersThan(worse))).Name;
        foreach (var member in cluster.OthersThan(worse))
        {
            await cluster.CrashAsync(member);
        }

        await cluster.MissElectionsAsync(worse, 10);
        var raftTerm = cluster.PromiseOf(worse).RaftTerm;

        // The third stays away. Neither of the two promises the other its vote (decision 7).
        await cluster.StartAsync(worse);
        await cluster.StartAsync(better);
        var elected = await cluster.LeaderAsync(worse, better);
        note($"whoever leads has {string.Join(' ', cluster.View(elected.Name).Contents)}");
        Assert.True(elected.RaftTerm > raftTerm);
        await cluster.UntilAppliedAsync([worse, better], "a", "b");
    });
}
