using System.Diagnostics;

namespace Failover.Consensus.Tests;

public sealed class FailoverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_the_coordinator_stops_another_takes_over_and_nothing_is_lost()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var first = await cluster.CoordinatorAsync();
        await cluster.ProposeAsync("before");
        var raftTerm = first.Observer.LeadsIn;

        await cluster.StopAsync(first.Name);
        var second = await cluster.CoordinatorAsync();
        await cluster.ProposeAsync("after");
        var restarted = await cluster.StartAsync(first.Name);

        Assert.NotEqual(first.Name, second.Name);
        Assert.True(second.Log.RaftTerm > raftTerm);
        await Task.WhenAll(cluster.Running.Select(member => member.Machine.UntilAsync("before", "after")));
        await restarted.Observer.Changed.UntilAsync(() => restarted.Observer.Coordinator is not null, "knows the coordinator");
    }

    [Fact]
    public async Task Everyone_learns_who_coordinates_and_events_come_in_order()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var coordinator = await cluster.CoordinatorAsync();
        foreach (var member in cluster.Running)
        {
            await member.Observer.Changed.UntilAsync(() => member.Observer.Coordinator == coordinator.Name, $"{member.Name} knows {coordinator.Name}");
        }

        var raftTerm = coordinator.Observer.LeadsIn!.Value;
        await coordinator.Log.ResignAsync(Token);
        await coordinator.Observer.Changed.UntilAsync(() => coordinator.Observer.Events.Contains($"ceased {raftTerm}"), "ceased");
        await cluster.CoordinatorAsync();

        var events = coordinator.Observer.Events;
        Assert.True(Array.IndexOf(events, $"became {raftTerm}") < Array.IndexOf(events, $"ceased {raftTerm}"));
        Assert.False(await coordinator.Log.ConfirmLeadershipAsync(raftTerm, Token));
    }

    /// <summary>Here an election time-out is as long as the test would wait.</summary>
    [Fact]
    public async Task A_coordinator_that_is_known_to_be_gone_is_replaced_before_any_election_time_out()
    {
        await using var cluster = new TestCluster(5) { LowerElectionTimeout = TimeSpan.FromMinutes(2) };
        await cluster.StartAllAsync();
        await cluster.Member("m1").Log.Node.StandAsync();
        List<string> proposed = [];
        foreach (var lost in new[] { "m1", "m2" })
        {
            var coordinator = await cluster.CoordinatorAsync();
            Assert.Equal(lost, coordinator.Name);
            var raftTerm = coordinator.Observer.LeadsIn!.Value;
            var others = cluster.Running.Where(member => member.Name != lost).OrderBy(member => member.Name, StringComparer.Ordinal).ToArray();
            await Task.WhenAll(others.Select(member => member.Observer.Changed.UntilAsync(() => member.Observer.Coordinator == lost, "knows")));

            // Whose log is behind is not elected.
            proposed.Add($"by {lost}");
            await cluster.ProposeAsync(proposed[^1]);
            await Task.WhenAll(others.Select(member => member.Machine.UntilAsync([.. proposed])));
            await cluster.StopAsync(lost);

            // Who stands first does so at once, and needs the votes of others that know already.
            for (var rank = others.Length - 1; rank >= 0; rank--)
            {
                others[rank].Log.Succeed(lost, raftTerm, rank);
            }
        }

        Assert.Equal("m3", (await cluster.CoordinatorAsync()).Name);
        await cluster.ProposeAsync("a");
    }

    /// <summary>The time-out that makes a member stand at once must not be that of its candidacy: it would give up before anybody can vote.</summary>
    [Fact]
    public async Task Who_is_held_up_while_it_begins_to_stand_is_elected_all_the_same()
    {
        await using var cluster = new TestCluster(3) { LowerElectionTimeout = TimeSpan.FromMinutes(2) };
        await cluster.StartAllAsync();
        var node = cluster.Member("m1").Log.Node;
        node.Pause = () => Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Token);

        await node.StandAsync();

        Assert.Equal("m1", (await cluster.CoordinatorAsync()).Name);
    }

    /// <summary>A coordinator that says that it stops, and then ends, is known to be gone twice.</summary>
    [Fact]
    public async Task Who_is_told_twice_stands_once()
    {
        await using var cluster = new TestCluster(3) { LowerElectionTimeout = TimeSpan.FromMinutes(2) };
        await cluster.StartAllAsync();
        await cluster.Member("m1").Log.Node.StandAsync();
        var raftTerm = (await cluster.CoordinatorAsync()).Observer.LeadsIn!.Value;
        var (second, third) = (cluster.Member("m2"), cluster.Member("m3"));
        await cluster.ProposeAsync("a");
        await Task.WhenAll(second.Machine.UntilAsync("a"), third.Machine.UntilAsync("a"));
        await cluster.StopAsync("m1");
        var (told, stood) = (new TaskCompletionSource(), 0);
        second.Log.Node.Pause = () =>
        {
            Interlocked.Increment(ref stood);
            return told.Task;
        };

        third.Log.Succeed("m1", raftTerm, rank: 1);
        second.Log.Succeed("m1", raftTerm, rank: 0);
        second.Log.Succeed("m1", raftTerm, rank: 0);
        told.SetResult();

        Assert.Equal("m2", (await cluster.CoordinatorAsync()).Name);
        Assert.Equal(1, stood);
    }

    [Fact]
    public async Task A_coordinator_that_resigned_is_replaced_before_any_election_time_out_though_every_vote_is_needed()
    {
        await using var cluster = new TestCluster(2) { LowerElectionTimeout = TimeSpan.FromMinutes(2) };
        await cluster.StartAllAsync();
        await cluster.Member("m1").Log.Node.StandAsync();
        var (first, second) = (await cluster.CoordinatorAsync(), cluster.Member("m2"));
        await second.Observer.Changed.UntilAsync(() => second.Observer.Coordinator == "m1", "knows");
        var raftTerm = first.Observer.LeadsIn!.Value;

        await first.Log.ResignAsync(Token);
        Assert.Null(first.Observer.LeadsIn);
        second.Log.Succeed("m1", raftTerm, rank: 0);

        Assert.Equal("m2", (await cluster.CoordinatorAsync()).Name);
    }

    /// <summary>One that leads as well resigns for the sake of that (decision 5). It must not be elected again each time.</summary>
    [Fact]
    public async Task Who_resigns_lets_another_be_elected()
    {
        const int Resignations = 6;
        await using var cluster = await TestCluster.StartAsync(3);
        var others = 0;
        for (var round = 0; round < Resignations; round++)
        {
            var before = await cluster.CoordinatorAsync();
            await before.Log.ResignAsync(Token);
            await before.Observer.Changed.UntilAsync(() => before.Observer.LeadsIn is null, "ceased");
            others += (await cluster.CoordinatorAsync()).Name != before.Name ? 1 : 0;
        }

        // A machine that is busy may keep the others from it for once.
        Assert.InRange(others, Resignations - 1, Resignations);
    }

    [Fact]
    public async Task A_new_coordinator_has_applied_all_earlier_entries_when_it_is_told()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        for (var round = 0; round < 3; round++)
        {
            var before = await cluster.CoordinatorAsync();
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => before.ProposeAsync($"r{round}")));
            var expected = 20 * (round + 1);
            await before.Log.ResignAsync(Token);
            await before.Observer.Changed.UntilAsync(() => before.Observer.LeadsIn is null, "ceased");

            var after = await cluster.CoordinatorAsync();

            Assert.Equal(expected, after.Machine.Entries.Length);
        }
    }

    [Fact]
    public async Task Without_a_quorum_nothing_is_confirmed_and_the_leadership_ends()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var coordinator = await cluster.CoordinatorAsync();
        var raftTerm = coordinator.Observer.LeadsIn!.Value;

        foreach (var other in cluster.Names.Where(name => name != coordinator.Name).ToArray())
        {
            await cluster.StopAsync(other);
        }

        Assert.False(await coordinator.Log.ConfirmLeadershipAsync(raftTerm, Token));
        await coordinator.Observer.Changed.UntilAsync(() => coordinator.Observer is { LeadsIn: null, Coordinator: null }, "ceased, and knows nobody");
        await Assert.ThrowsAsync<NotCoordinatorException>(() => coordinator.ProposeAsync("x"));
    }

    [Fact]
    public async Task A_proposal_ends_when_the_quorum_is_lost()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var coordinator = await cluster.CoordinatorAsync();
        await coordinator.ProposeAsync("a");
        foreach (var other in cluster.Names.Where(name => name != coordinator.Name).ToArray())
        {
            cluster.Network.Silence(cluster.AddressOf(other));
        }

        // It leads still, as far as it knows.
        await Assert.ThrowsAsync<NotCoordinatorException>(() => coordinator.ProposeAsync("b"));
    }

    [Fact]
    public async Task A_silent_member_keeps_nobody_from_electing_or_stopping()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var first = await cluster.CoordinatorAsync();
        await cluster.ProposeAsync("before");

        cluster.Network.Silence(cluster.AddressOf(first.Name));
        await first.Log.ResignAsync(Token);
        foreach (var other in cluster.Running.Where(member => member != first))
        {
            await other.Observer.Changed.UntilAsync(
                () => other.Observer.Coordinator is { } name && name != first.Name, $"{other.Name} knows a new coordinator");
        }

        // A log that cannot be closed is given up after 30 s (SnapshotTimeout).
        var watch = Stopwatch.StartNew();
        await cluster.StopAllAsync();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"The stop took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Stopping_twice_or_before_the_start_does_nothing()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var member = cluster.Member("m1");
        await member.DisposeAsync();
        await member.DisposeAsync();

        await using var unstarted = new TestMember(cluster, cluster.SettingsOf("m1"));
    }
}
