namespace Failover.Consensus.Tests;

/// <summary>Heartbeats that are no rounds of Raft (decision 21).</summary>
public sealed class HeartbeatTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_keep_the_coordinator_in_office_without_a_round_of_Raft_and_it_is_replaced_when_they_end()
    {
        await using var cluster = await StartPatientAsync();
        var (coordinator, others) = await SettledAsync(cluster);
        var raftTerm = coordinator.Observer.LeadsIn!.Value;
        var (beats, enough) = (0, new Signal());
        var heard = true;
        coordinator.Log.SendHeartbeats(new Heartbeat(raftTerm, () =>
        {
            foreach (var other in others)
            {
                heard &= other.Log.Hear(raftTerm);
            }

            beats++;
            enough.Raise();
        }));

        // Two in every election time-out, so this is several of the longest.
        await enough.UntilAsync(() => beats >= 16, "heartbeats");
        Assert.True(heard);
        Assert.All(cluster.Running, member => Assert.Equal(raftTerm, member.Log.RaftTerm));
        await cluster.ProposeAsync("b");
        await Task.WhenAll(others.Select(other => other.Machine.UntilAsync("a", "b")));

        coordinator.Log.SendHeartbeats(new Heartbeat(raftTerm, () => { }));
        await coordinator.Observer.Changed.UntilAsync(() => coordinator.Observer.LeadsIn != raftTerm, "replaced");
        Assert.False(others[0].Log.Hear(raftTerm) && others[1].Log.Hear(raftTerm));
        Assert.False(coordinator.Log.Attest(raftTerm));
    }

    [Fact]
    public async Task A_follower_that_misses_them_stands_after_its_election_time_out_and_no_sooner()
    {
        await using var cluster = await StartPatientAsync();
        var (coordinator, others) = await SettledAsync(cluster);
        var raftTerm = coordinator.Observer.LeadsIn!.Value;
        var stood = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var other in others)
        {
            other.Log.Node.Pause = () =>
            {
                stood.TrySetResult(TimeProvider.System.GetTimestamp());
                return Task.CompletedTask;
            };
        }

        var (beats, last) = (0, 0L);
        coordinator.Log.SendHeartbeats(new Heartbeat(raftTerm, () =>
        {
            if (++beats <= 4)
            {
                Interlocked.Exchange(ref last, TimeProvider.System.GetTimestamp());
                Array.ForEach(others, other => other.Log.Hear(raftTerm));
            }
        }));

        var at = await stood.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Token);
        Assert.True(TimeProvider.System.GetElapsedTime(Interlocked.Read(ref last), at) >= cluster.LowerElectionTimeout);
    }

    [Fact]
    public async Task Of_a_Raft_term_that_is_over_none_counts()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var (coordinator, others) = await SettledAsync(cluster);
        var raftTerm = coordinator.Observer.LeadsIn!.Value;
        Assert.True(coordinator.Log.Attest(raftTerm));

        await coordinator.Log.ResignAsync(Token);
        Assert.False(coordinator.Log.Attest(raftTerm));
        var next = await cluster.CoordinatorAsync();
        Assert.True(next.Log.Attest(next.Observer.LeadsIn!.Value));
        Assert.False(next.Log.Attest(raftTerm));
        foreach (var other in others)
        {
            await other.Observer.Changed.UntilAsync(() => other.Log.RaftTerm > raftTerm, "a later Raft term");
            Assert.False(other.Log.Hear(raftTerm));
        }
    }

    /// <summary>Decision 22. A driver that is busy, but gets on, does not hang.</summary>
    [Fact]
    public async Task A_coordinator_whose_driver_hangs_is_replaced_and_takes_part_all_the_same()
    {
        await using var cluster = await StartPatientAsync();
        var (coordinator, others) = await SettledAsync(cluster);
        var raftTerm = coordinator.Observer.LeadsIn!.Value;
        var (beats, getsOn, enough) = (0, true, new Signal());
        coordinator.Log.SendHeartbeats(new Heartbeat(raftTerm, () =>
        {
            Array.ForEach(others, other => other.Log.Hear(raftTerm));
            beats++;
            coordinator.Observer.BusySince = TimeSpan.FromSeconds(getsOn ? beats : 1);
            enough.Raise();
        }));
        await enough.UntilAsync(() => beats * coordinator.Settings.HeartbeatInterval > 2 * coordinator.Settings.HungDriverTimeout, "heartbeats");
        Assert.Equal(raftTerm, coordinator.Observer.LeadsIn);

        getsOn = false;
        await coordinator.Observer.Changed.UntilAsync(() => coordinator.Observer.LeadsIn is null, "given up");
        await cluster.ProposeAsync("b");
        await Task.WhenAll(cluster.Running.Select(member => member.Machine.UntilAsync("a", "b")));
    }

    /// <summary>What only it has would keep the others from being elected: it must bring them that first.</summary>
    [Fact]
    public async Task A_member_whose_driver_hangs_and_that_alone_can_be_elected_coordinates_for_as_long_as_that_is_so()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var (coordinator, others) = await SettledAsync(cluster);
        await cluster.StopAsync(others[0].Name);
        await cluster.ProposeAsync("b");
        await others[1].Machine.UntilAsync("a", "b");
        coordinator.Observer.BusySince = TimeSpan.FromSeconds(1);
        await others[1].Observer.Changed.UntilAsync(() => others[1].Observer.LeadsIn is not null, $"{others[1].Name} leads");
        var raftTerm = others[1].Log.RaftTerm;
        await cluster.StopAsync(others[1].Name);

        var last = await cluster.StartAsync(others[0].Name);
        await last.Observer.Changed.UntilAsync(() => last.Observer.LeadsIn is not null, $"{last.Name} leads");
        Assert.Equal(["a", "b"], last.Machine.Entries);

        // One election of each. Whoever resigns before that is elected again and again: eight were seen, until chance ended it.
        Assert.InRange(last.Log.RaftTerm, raftTerm + 2, raftTerm + 5);
    }

    /// <summary>They may be under way still when the coordinator says that it ceases.</summary>
    [Fact]
    public async Task Of_a_coordinator_that_is_being_replaced_none_counts()
    {
        await using var cluster = new TestCluster(3) { LowerElectionTimeout = TimeSpan.FromMinutes(2) };
        await cluster.StartAllAsync();
        await cluster.Member("m1").Log.Node.StandAsync();
        var (coordinator, others) = await SettledAsync(cluster);
        var raftTerm = coordinator.Observer.LeadsIn!.Value;
        Assert.True(ElectionTimeouts.HasHeardLeader(others[0].Log.Node, TimeSpan.FromMinutes(1)));

        others[0].Log.Succeed(coordinator.Name, raftTerm, rank: 1);
        Assert.True(others[0].Log.Hear(raftTerm));

        Assert.False(ElectionTimeouts.HasHeardLeader(others[0].Log.Node, TimeSpan.FromMinutes(1)));
    }

    /// <summary>Both are private in DotNext; see <see cref="FollowerTimer"/>.</summary>
    [Fact]
    public async Task The_timer_of_a_follower_can_be_stopped_and_started_and_that_of_a_leader_cannot()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var (coordinator, others) = await SettledAsync(cluster);

        Assert.False(FollowerTimer.TryStop(coordinator.Log.Node));
        Assert.False(FollowerTimer.TryStart(coordinator.Log.Node));
        Assert.True(FollowerTimer.TryStop(others[0].Log.Node));
        Assert.True(FollowerTimer.TryStart(others[0].Log.Node));
    }

    /// <summary>What beats must not be delayed for an election time-out: by then a follower stands.</summary>
    private static async Task<TestCluster> StartPatientAsync()
    {
        var cluster = new TestCluster(3) { LowerElectionTimeout = TimeSpan.FromSeconds(1) };
        await cluster.StartAllAsync();
        return cluster;
    }

    /// <summary>A coordinator, and two followers that know it and have an entry of it.</summary>
    private static async Task<(TestMember Coordinator, TestMember[] Others)> SettledAsync(TestCluster cluster)
    {
        await cluster.ProposeAsync("a");
        var coordinator = await cluster.CoordinatorAsync();
        TestMember[] others = [.. cluster.Running.Where(member => member != coordinator)];
        await Task.WhenAll(others.Select(other => other.Machine.UntilAsync("a")));
        return (coordinator, others);
    }
}
