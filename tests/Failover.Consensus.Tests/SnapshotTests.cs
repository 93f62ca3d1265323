namespace Failover.Consensus.Tests;

public sealed class SnapshotTests
{
    [Fact]
    public async Task A_snapshot_bounds_the_log_and_is_restored_before_what_follows_it()
    {
        await using var cluster = await TestCluster.StartAsync(1, entriesPerSnapshot: 10);
        var entry = new string('x', 400_000);
        for (var number = 0; number < 55; number++)
        {
            await cluster.ProposeAsync($"{number} {entry}");
        }

        var member = cluster.Member("m1");
        var expected = member.Machine.Entries;
        await cluster.StopAllAsync();

        // 22 MB were appended, in chunks of 1 MiB; what the last snapshot covers is gone.
        Assert.InRange(Directory.GetFiles(member.PathOf("raft", "data")).Length, 1, 15);
        Assert.InRange(Directory.GetFiles(member.PathOf("snapshots")).Length, 1, 3);
        var restarted = await cluster.StartAsync("m1");
        await restarted.Machine.UntilAsync(expected);
        Assert.Equal(1, restarted.Machine.Restored);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task A_member_that_starts_empty_is_sent_a_snapshot(int entryLength)
    {
        await using var cluster = await TestCluster.StartAsync(3, entriesPerSnapshot: 20);
        var empty = await StopAndEmptyAsync(cluster);
        await ProposeAsync(cluster, 0, 105, new string('x', entryLength));

        var member = await cluster.StartAsync(empty);

        var expected = (await cluster.CoordinatorAsync()).Machine.Entries;
        await member.Machine.UntilAsync(expected);
        Assert.True(member.Machine.Restored > 0);

        // What it was sent survives a restart, and it goes on from there.
        await cluster.ProposeAsync("after");
        await member.Machine.UntilAsync([.. expected, "after"]);
        await cluster.StopAsync(empty);
        member = await cluster.StartAsync(empty);
        await member.Machine.UntilAsync([.. expected, "after"]);
    }

    [Fact]
    public async Task A_member_that_has_a_snapshot_whose_answer_was_lost_goes_on_from_it()
    {
        await using var cluster = await TestCluster.StartAsync(3, entriesPerSnapshot: 20);
        var behind = await StopAndEmptyAsync(cluster);
        await ProposeAsync(cluster, 0, 105);

        // The coordinator never hears that the snapshot arrived, and sends it again: no newer one is made in this test.
        var member = await cluster.StartAsync(behind, new ListMachine { Restoring = () => cluster.Network.Break(cluster.AddressOf(behind)) });

        var expected = (await cluster.CoordinatorAsync()).Machine.Entries;
        await member.Machine.UntilAsync(expected);
        await cluster.ProposeAsync("after");
        await member.Machine.UntilAsync([.. expected, "after"]);
        Assert.Equal(1, member.Machine.Restored);
    }

    [Fact]
    public async Task A_member_that_does_not_answer_a_snapshot_holds_up_nobody_else()
    {
        // Patient members: were the coordinator held up, another would still be elected, after seconds.
        await using var cluster = new TestCluster(3) { EntriesPerSnapshot = 20, LowerElectionTimeout = TimeSpan.FromSeconds(3) };
        await cluster.StartAllAsync();
        var coordinator = await cluster.CoordinatorAsync();
        var behind = await StopAndEmptyAsync(cluster);
        await ProposeAsync(cluster, 0, 50);

        using var mayAnswer = new ManualResetEventSlim();
        var isAsked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await cluster.StartAsync(behind, new ListMachine
        {
            Restoring = () =>
            {
                isAsked.TrySetResult();
                mayAnswer.Wait(TestContext.Current.CancellationToken);
            },
        });
        try
        {
            await isAsked.Task.WaitAsync(TestContext.Current.CancellationToken);

            // Two snapshots of the coordinator, each with its clean-up.
            await ProposeAsync(cluster, 50, 100);
            Assert.DoesNotContain(coordinator.Observer.Events, what => what.StartsWith("ceased", StringComparison.Ordinal));
        }
        finally
        {
            mayAnswer.Set();
        }

        await cluster.Member(behind).Machine.UntilCountAsync(100);
    }

    [Fact]
    public void A_snapshot_that_was_cut_short_or_changed_is_not_one()
    {
        var sound = SnapshotFormat.Encode(new LogPosition(7, 3), "state"u8);
        Assert.True(SnapshotFormat.TryDecode(sound, out var position, out var state));
        Assert.Equal(new LogPosition(7, 3), position);
        Assert.Equal("state"u8, state.Span);

        for (var length = 0; length < sound.Length; length++)
        {
            Assert.False(SnapshotFormat.TryDecode(sound.AsMemory(0, length), out _, out _));
        }

        for (var index = 0; index < sound.Length; index++)
        {
            var changed = sound.ToArray();
            changed[index] ^= 0x10;
            Assert.False(SnapshotFormat.TryDecode(changed, out _, out _));
        }
    }

    /// <summary>A member that does not coordinate loses everything.</summary>
    private static async Task<string> StopAndEmptyAsync(TestCluster cluster)
    {
        var coordinator = await cluster.CoordinatorAsync();
        var member = cluster.Names.First(name => name != coordinator.Name);
        await cluster.StopAsync(member);
        Directory.Delete(cluster.SettingsOf(member).DataDirectory, recursive: true);
        return member;
    }

    private static async Task ProposeAsync(TestCluster cluster, int from, int to, string padding = "")
    {
        for (var number = from; number < to; number++)
        {
            await cluster.ProposeAsync($"{number} {padding}");
        }
    }
}
