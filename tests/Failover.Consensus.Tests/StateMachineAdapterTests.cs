using System.Runtime.CompilerServices;
using DotNext.Net.Cluster.Consensus.Raft.StateMachine;

namespace Failover.Consensus.Tests;

public sealed class StateMachineAdapterTests
{
    [Fact]
    public async Task An_entry_that_a_snapshot_covers_is_not_applied_again()
    {
        var machine = new ListMachine();
        Exception? failure = null;
        var adapter = new StateMachineAdapter(machine, new SnapshotStore(""), 1_000, error => failure = error);
        adapter.OnLogVerified();
        adapter.Restore(new StoredSnapshot("", new LogPosition(50, 1), 1), "[\"restored\"]"u8.ToArray());

        // Were it applied it would fail: nothing is in it.
        Assert.Equal(50, await adapter.ApplyAsync(CreateEntry(1, 40), TestContext.Current.CancellationToken));
        Assert.Null(failure);
        Assert.Equal(["restored"], machine.Entries);

        Assert.Equal(51, await adapter.ApplyAsync(CreateEntry(1, 51), TestContext.Current.CancellationToken));
        Assert.NotNull(failure);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern LogEntry CreateEntry(long term, long index);
}
