using System.Reflection;
using DotNext.Net.Cluster.Consensus.Raft.StateMachine;

namespace Failover.Consensus.Tests;

public sealed class FailureTests
{
    [Fact]
    public async Task A_member_that_cannot_write_fails_and_the_others_go_on()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var coordinator = await cluster.CoordinatorAsync();
        await cluster.ProposeAsync("a");
        var name = cluster.Names.First(candidate => candidate != coordinator.Name);
        await cluster.StopAsync(name);
        var member = await cluster.StartAsync(name, freeSpace: _ => 0);

        await cluster.ProposeAsync("b");
        await member.Observer.Changed.UntilAsync(() => member.Observer.Failure is not null, "failed");
        await cluster.ProposeAsync("c");

        Assert.IsType<IOException>(member.Observer.Failure);
        Assert.Single(member.Observer.Events, entry => entry.StartsWith("failed", StringComparison.Ordinal));
        foreach (var other in cluster.Running.Where(candidate => candidate != member))
        {
            await other.Machine.UntilAsync("a", "b", "c");
        }

        await cluster.StopAsync(name);
        var restarted = await cluster.StartAsync(name);
        await restarted.Machine.UntilAsync("a", "b", "c");
    }

    [Fact]
    public async Task A_member_that_has_failed_confirms_nobody()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        await cluster.ProposeAsync("a");
        var coordinator = await cluster.CoordinatorAsync();
        var (failing, stopping) = (cluster.Names.First(name => name != coordinator.Name), cluster.Names.Last(name => name != coordinator.Name));
        await cluster.StopAsync(failing);
        var failed = await cluster.StartAsync(failing, new ListMachine { Poison = "poison" });
        await cluster.ProposeAsync("poison");
        await failed.Observer.Changed.UntilAsync(() => failed.Observer.Failure is not null, "failed");

        await cluster.StopAsync(stopping);

        // It has the whole log, and would go on answering heartbeats.
        Assert.False(await coordinator.Log.ConfirmLeadershipAsync(coordinator.Log.RaftTerm, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_coordinator_that_fails_leads_no_longer()
    {
        var freeSpace = long.MaxValue;
        await using var cluster = new TestCluster(1);
        var member = await cluster.StartAsync("m1", freeSpace: _ => freeSpace);
        await cluster.CoordinatorAsync();
        var raftTerm = member.Observer.LeadsIn!.Value;

        freeSpace = 0;
        await Assert.ThrowsAsync<NotCoordinatorException>(() => member.ProposeAsync("a"));

        Assert.NotNull(member.Observer.Failure);
        Assert.False(await member.Log.ConfirmLeadershipAsync(raftTerm, TestContext.Current.CancellationToken));
    }

    /// <summary>DotNext notes the failure of its background tasks in a private field, and tells only those that wait for entries.</summary>
    [Fact]
    public async Task A_member_whose_log_fails_in_the_background_is_told()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        await cluster.ProposeAsync("a");
        var member = cluster.Running.First();

        var field = typeof(WriteAheadLog).GetField("backgroundTaskFailure", BindingFlags.Instance | BindingFlags.NonPublic)!;
        field.SetValue(member.Log.Storage, new IOException("the checkpoint could not be written"));
        await member.Observer.Changed.UntilAsync(() => member.Observer.Failure is not null, "failed");

        Assert.Contains("the checkpoint could not be written", member.Observer.Failure!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_cannot_be_applied_is_a_failure_and_nothing_is_applied_after_it()
    {
        await using var cluster = new TestCluster(3);
        var poisoned = await cluster.StartAsync("m1", new ListMachine { Poison = "poison" });
        await cluster.StartAsync("m2");
        await cluster.StartAsync("m3");
        await cluster.ProposeAsync("a");
        await poisoned.Machine.UntilAsync("a");

        // It may be the coordinator itself that chokes, and then its proposal has no known outcome.
        var proposal = (await cluster.CoordinatorAsync()).ProposeAsync("poison");
        await poisoned.Observer.Changed.UntilAsync(() => poisoned.Observer.Failure is not null, "failed");
        foreach (var member in cluster.Running.Where(candidate => candidate != poisoned))
        {
            await member.Machine.UntilAsync("a", "poison");
        }

        Assert.Equal("poison", poisoned.Observer.Failure!.Message);
        Assert.Equal(["a"], poisoned.Machine.Entries);
        await cluster.StopAsync("m1");
        await proposal.ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
