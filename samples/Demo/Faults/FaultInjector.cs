using System.Runtime.Versioning;
using Failover.Testing;
using TaskDispatch.Cluster;
using TaskDispatch.Records;

namespace Demo.Faults;

/// <summary>Does harm to real processes, and measures what comes of it from the members' records.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class FaultInjector(DispatchCluster cluster, Narrator narrator)
{
    // On a machine that is busy with other things the start of a process alone takes many seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<FaultOutcome> KillLeaderAsync()
    {
        var leader = await LeaderAsync();
        var outcome = await ReplaceAsync("leader killed (SIGKILL)", leader, ProcessSignal.Kill, "is killed");
        await RestartAsync(leader.Member);
        return outcome;
    }

    public async Task<FaultOutcome> PauseLeaderAsync()
    {
        var leader = await LeaderAsync();
        FaultOutcome outcome;
        try
        {
            outcome = await ReplaceAsync("leader hung (SIGSTOP)", leader, ProcessSignal.Stop, "hangs");
        }
        finally
        {
            cluster.Member(leader.Member).Send(ProcessSignal.Continue);
        }

        narrator.Say($"{leader.Member} goes on. It finds its lease lapsed, and term {outcome.Term} in the log.");
        return outcome;
    }

    public async Task<FaultOutcome> StopLeaderAsync()
    {
        var leader = await LeaderAsync();
        var outcome = await ReplaceAsync("leader stopped gracefully (SIGTERM)", leader, ProcessSignal.Terminate, "is asked to stop, and hands over");
        await RestartAsync(leader.Member);
        return outcome;
    }

    public async Task<FaultOutcome> KillCoordinatorAsync()
    {
        var leader = await LeaderAsync();
        var coordinator = await CoordinatorOtherThanAsync(leader.Member);
        var from = cluster.Records.Lines.Count;
        var at = BootClock.NowNanoseconds;
        cluster.Member(coordinator).Send(ProcessSignal.Kill);
        narrator.Begin($"{coordinator}, which coordinates, is killed; {leader.Member} leads in term {leader.Term}");

        // Longer than any lease: had the leader needed the coordinator that died, it would have stopped by then.
        var changed = await cluster.Records.WaitForAsync(line => line.Kind == RecordKind.LeadershipBegan, from, TimeSpan.FromSeconds(3));
        narrator.Tell(at, cluster.Records.Lines.Skip(from));
        if (changed is null)
        {
            narrator.Say($"{leader.Member} still leads in term {leader.Term}: Raft elected another coordinator meanwhile.");
        }

        await RestartAsync(coordinator);
        return changed is null
            ? new FaultOutcome("coordinator killed (SIGKILL)", leader.Member, leader.Member, leader.Term!.Value, null)
            : new FaultOutcome("coordinator killed (SIGKILL)", leader.Member, changed.Member, changed.Term!.Value, Between(at, changed));
    }

    /// <summary>Starts a member that ended, and waits until it has joined.</summary>
    public async Task RestartAsync(string member)
    {
        await cluster.EndAsync(member);
        var from = cluster.Records.Lines.Count;
        cluster.Start(member);
        _ = await cluster.Records.WaitForAsync(line => line.Member == member && line is { Kind: RecordKind.LeaderSeen, Leader: not null }, from, Patience)
            ?? throw new DispatchClusterException($"{member} has not joined {Patience.TotalSeconds} s after it was started again.{cluster.DescribeLastLines()}");
        narrator.Say($"{member} is started again.");
    }

    /// <summary>Waits for a leadership after all members were started.</summary>
    /// <exception cref="DispatchClusterException">One of them has ended, or nobody led for a minute.</exception>
    public Task<RecordLine> FirstLeaderAsync() => LeaderAsync(cluster.EnsureNobodyEnded);

    /// <summary>The leadership that is held now; waits for one.</summary>
    /// <exception cref="DispatchClusterException">Nobody led for a minute.</exception>
    public Task<RecordLine> LeaderAsync() => LeaderAsync(() => { });

    private async Task<RecordLine> LeaderAsync(Action check)
    {
        var began = BootClock.NowNanoseconds;
        while (BootClock.NowNanoseconds - began < Patience.TotalNanoseconds)
        {
            check();
            cluster.Records.Read();
            if (cluster.Records.Leadership is { } leadership
                && !cluster.Records.Lines.Any(line => line.Kind == RecordKind.LeadershipEnded && line.Term == leadership.Term)
                && cluster.Running.Contains(leadership.Member))
            {
                return leadership;
            }

            await cluster.Records.WaitForAsync(line => line.Kind == RecordKind.LeadershipBegan, cluster.Records.Lines.Count, TimeSpan.FromSeconds(1));
        }

        throw new DispatchClusterException($"Nobody has led for {Patience.TotalSeconds} s.{cluster.DescribeLastLines()}");
    }

    private async Task<FaultOutcome> ReplaceAsync(string fault, RecordLine leader, ProcessSignal signal, string what)
    {
        var from = cluster.Records.Lines.Count;
        var at = BootClock.NowNanoseconds;
        cluster.Member(leader.Member).Send(signal);
        narrator.Begin($"{leader.Member}, the leader in term {leader.Term}, {what}");
        var next = await cluster.Records.WaitForAsync(line => line.Kind == RecordKind.LeadershipBegan && line.Term > leader.Term, from, Patience)
            ?? throw new DispatchClusterException($"Nobody leads {Patience.TotalSeconds} s after: {fault}. The records are in {cluster.RecordDirectory}.{cluster.DescribeLastLines()}");
        var seen = cluster.Records.Lines.Skip(from).ToArray();
        narrator.Tell(at, seen);

        // A leader that stops by itself leads until it has stopped; one that is killed or hangs leads until the fault.
        var ended = seen.FirstOrDefault(line => line.Kind == RecordKind.LeadershipEnded && line.Term == leader.Term)?.AtNanoseconds ?? at;
        return new FaultOutcome(fault, leader.Member, next.Member, next.Term!.Value, Between(ended, next));
    }

    private async Task<string> CoordinatorOtherThanAsync(string leader)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var began = BootClock.NowNanoseconds;
        while (BootClock.NowNanoseconds - began < Patience.TotalNanoseconds)
        {
            // A coordinator that leads yields to another after ten seconds.
            if (await cluster.FindCoordinatorAsync() is { } coordinator && coordinator != leader)
            {
                return coordinator;
            }

            await timer.WaitForNextTickAsync();
        }

        throw new DispatchClusterException($"For {Patience.TotalSeconds} s nobody but the leader, {leader}, has coordinated.{cluster.DescribeLastLines()}");
    }

    private static TimeSpan Between(long fromNanoseconds, RecordLine to) =>
        TimeSpan.FromMicroseconds((to.AtNanoseconds - fromNanoseconds) / 1e3);
}
