using System.Text;
using DotNext.IO.Log;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus.Tests;

public sealed class ReplicationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Entries_are_applied_in_the_same_order_by_all(int size)
    {
        await using var cluster = await TestCluster.StartAsync(size);
        var coordinator = await cluster.CoordinatorAsync();

        var indices = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => coordinator.ProposeAsync($"e{number}")));

        Assert.Equal(100, indices.Distinct().Count());
        await Task.WhenAll(cluster.Running.Select(member => member.Machine.UntilCountAsync(100)));
        Assert.All(cluster.Running, member => Assert.Equal(coordinator.Machine.Entries, member.Machine.Entries));
    }

    /// <summary>Here the coordinator tells nobody what it has committed, but for its heartbeats, which the test does not wait for.</summary>
    [Fact]
    public async Task Who_is_told_what_the_coordinator_stored_needs_not_be_told_of_the_commit()
    {
        await using var cluster = new TestCluster(3) { LowerElectionTimeout = TimeSpan.FromMinutes(10) };
        await cluster.StartAllAsync();
        await cluster.Member("m1").Log.Node.StandAsync();
        var coordinator = await cluster.CoordinatorAsync();
        coordinator.Log.Storage.Committed = null;

        await cluster.ProposeAsync("a");
        await coordinator.Observer.Changed.UntilAsync(() => coordinator.Observer.Stored.Length == 1, "stored");
        var (raftTerm, index) = coordinator.Observer.Stored[0];
        cluster.Member("m2").Log.CoordinatorStored(raftTerm, index);

        await cluster.Member("m2").Machine.UntilAsync("a");
        Assert.Equal(coordinator.Observer.LeadsIn, raftTerm);
        Assert.Equal(coordinator.Log.Storage.LastEntryIndex, index);
    }

    /// <summary>Whoever it gave its vote to may have no such entry, and replace it.</summary>
    [Fact]
    public async Task A_coordinator_whose_Raft_term_ended_before_its_log_had_an_entry_does_not_call_it_stored()
    {
        await using var cluster = new TestCluster(3) { LowerElectionTimeout = TimeSpan.FromMinutes(10) };
        using var appending = new SemaphoreSlim(0);
        using var goesOn = new SemaphoreSlim(0);
        var holds = false;
        var coordinator = await cluster.StartAsync("m1", freeSpace: Hold);
        await Task.WhenAll(cluster.StartAsync("m2"), cluster.StartAsync("m3"));
        await coordinator.Log.Node.StandAsync();
        await cluster.CoordinatorAsync();
        var storage = coordinator.Log.Storage;
        var last = storage.LastEntryIndex;

        holds = true;
        var proposal = Task.Run(() => coordinator.ProposeAsync("late"), Token);
        await appending.WaitAsync(Token);
        holds = false;
        await ((IPersistentState)storage).UpdateTermAsync(coordinator.Observer.LeadsIn!.Value + 1, resetLastVote: true, Token);
        goesOn.Release();

        // In turn after the proposal, so that it has been appended; and then its flush is over.
        await ((IAuditTrail<IRaftLogEntry>)storage).AppendAsync(new FakeEntries(), 1, skipCommitted: true, Token);
        Assert.Equal(last + 1, storage.LastEntryIndex);
        await storage.BeginFlushAsync(last + 1, () => { });
        await cluster.StopAllAsync();
        Assert.Empty(coordinator.Observer.Stored);

        // Nobody told DotNext, which may have committed it meanwhile.
        await Task.WhenAny(proposal);

        long Hold(string directory)
        {
            if (holds)
            {
                appending.Release();
                goesOn.Wait(TimeSpan.FromMinutes(1), Token); // Not for ever: the closing of the log waits for it.
            }

            return long.MaxValue;
        }
    }

    [Fact]
    public async Task Where_two_are_no_quorum_the_others_are_told_nothing()
    {
        await using var cluster = await TestCluster.StartAsync(5);
        await cluster.ProposeAsync("a");
        var members = cluster.Running.ToArray();

        await cluster.StopAllAsync();

        Assert.All(members, member => Assert.Empty(member.Observer.Stored));
    }

    [Fact]
    public async Task Where_two_are_no_quorum_what_two_have_is_not_committed()
    {
        await using var cluster = new TestCluster(5) { LowerElectionTimeout = TimeSpan.FromMinutes(10) };
        var member = await cluster.StartAsync("m1");
        var storage = member.Log.Storage;
        await ((IPersistentState)storage).UpdateTermAsync(3, resetLastVote: true, Token);
        await ((IAuditTrail<IRaftLogEntry>)storage).AppendAsync(new FakeEntries(FakeEntries.Whole(3, "e1")), 1, skipCommitted: true, Token);

        member.Log.CoordinatorStored(3, 1);
        await cluster.StopAllAsync();

        Assert.Empty(member.Machine.Entries);
    }

    [Fact]
    public async Task A_proposal_has_been_applied_when_it_completes()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var completed = 0;
        for (var number = 0; completed < 20; number++)
        {
            var coordinator = await cluster.CoordinatorAsync();
            try
            {
                await coordinator.ProposeAsync($"e{number}");
            }
            catch (NotCoordinatorException)
            {
                // A machine that is busy with something else may cost a coordinator its leadership. Then nothing was promised.
                continue;
            }

            Assert.Equal($"e{number}", coordinator.Machine.Entries.Last());
            completed++;
        }
    }

    [Fact]
    public async Task Only_the_coordinator_appends_and_only_in_its_Raft_term()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var coordinator = await cluster.CoordinatorAsync();
        var raftTerm = coordinator.Observer.LeadsIn!.Value;
        var follower = cluster.Running.First(member => member != coordinator);
        var entry = Encoding.UTF8.GetBytes("x");

        await Assert.ThrowsAsync<NotCoordinatorException>(() => follower.Log.ProposeAsync(entry, raftTerm, Token));
        await Assert.ThrowsAsync<NotCoordinatorException>(() => coordinator.Log.ProposeAsync(entry, raftTerm - 1, Token));
        await Assert.ThrowsAsync<NotCoordinatorException>(() => coordinator.Log.ProposeAsync(entry, raftTerm + 1, Token));
        await cluster.ProposeAsync("y");

        await Task.WhenAll(cluster.Running.Select(member => member.Machine.UntilAsync("y")));
    }

    [Fact]
    public async Task An_entry_may_be_four_MiB_long_and_no_longer()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var coordinator = await cluster.CoordinatorAsync();
        var longest = new string('x', EntryEnvelope.MaxEntryLength);

        await coordinator.ProposeAsync(longest);
        await coordinator.ProposeAsync("");

        Assert.Equal([longest, ""], coordinator.Machine.Entries);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => coordinator.ProposeAsync(longest + "x"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Leadership_is_confirmed_to_the_coordinator_for_its_own_Raft_term(int size)
    {
        await using var cluster = await TestCluster.StartAsync(size);
        var coordinator = await cluster.CoordinatorAsync();
        var raftTerm = coordinator.Observer.LeadsIn!.Value;

        Assert.True(await coordinator.Log.ConfirmLeadershipAsync(raftTerm, Token));
        Assert.False(await coordinator.Log.ConfirmLeadershipAsync(raftTerm + 1, Token));
        Assert.All(
            await Task.WhenAll(cluster.Running.Where(member => member != coordinator).Select(member => member.Log.ConfirmLeadershipAsync(raftTerm, Token))),
            Assert.False);
    }

    [Fact]
    public async Task Time_outs_that_would_spoil_elections_are_refused()
    {
        await using var cluster = new TestCluster(1);
        var settings = cluster.SettingsOf("m1") with { RequestTimeout = (cluster.LowerElectionTimeout / 3) + TimeSpan.FromMilliseconds(1) };

        var error = Assert.Throws<ArgumentException>(() => new TestMember(cluster, settings));

        Assert.Contains("third of the lower election time-out", error.Message, StringComparison.Ordinal);
    }
}
