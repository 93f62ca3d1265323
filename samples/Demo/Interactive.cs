using System.Runtime.Versioning;
using Demo.Faults;
using Failover.Testing;
using TaskDispatch.Cluster;

namespace Demo;

/// <summary>The demo with a person at the keys.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Interactive(DispatchCluster cluster, Narrator narrator)
{
    public async Task RunAsync()
    {
        var faults = new FaultInjector(cluster, narrator);
        await new Script(cluster, narrator).StartAsync(faults);
        await using var feed = new TaskFeed(cluster.Store, tasksPerSecond: 50, rounds: 2_000);
        feed.Start();
        narrator.Say($"Dashboard: {string.Join("  ", cluster.Names.Select(name => $"{cluster.Address(name)}/failover/"))}");
        narrator.Say("k: kill the leader    h: hang it (SIGSTOP)    s: stop it gracefully    c: kill the coordinator");
        narrator.Say("1-3: kill that member, or start it again    t: tasks    q: quit");
        while (Console.ReadKey(intercept: true).KeyChar is var key and not 'q')
        {
            try
            {
                await DoAsync(key, faults, feed);
            }
            catch (DispatchClusterException error)
            {
                narrator.Say($"{error.Message.Split(Environment.NewLine)[0]} Start members with 1-3.");
            }
        }
    }

    private async Task DoAsync(char key, FaultInjector faults, TaskFeed feed)
    {
        switch (key)
        {
            case 'k' or 'h' or 's' or 'c' when (cluster.Running.Count() - 1) * 2 <= cluster.Names.Count:
                narrator.Say("The members that would be left are no majority, so nobody would follow. Start members with 1-3 first; or kill one with them, and see who still leads.");
                break;
            case 'k':
                await faults.KillLeaderAsync();
                break;
            case 'h':
                await faults.PauseLeaderAsync();
                break;
            case 's':
                await faults.StopLeaderAsync();
                break;
            case 'c':
                await faults.KillCoordinatorAsync();
                break;
            case >= '1' and <= '9' when cluster.Names.Contains($"n{key}"):
                await ToggleAsync($"n{key}", faults);
                break;
            case 't':
                var counts = await cluster.Store.CountAsync(CancellationToken.None);
                narrator.Say($"{feed.Acknowledged} tasks acknowledged, {counts.Done} done, {counts.Queued + counts.Assigned} to do, {counts.RefusedWrites} stale writes refused");
                break;
        }
    }

    private async Task ToggleAsync(string member, FaultInjector faults)
    {
        if (cluster.Running.Contains(member))
        {
            cluster.Member(member).Send(ProcessSignal.Kill);
            await cluster.Member(member).Exited;
            narrator.Say($"{member} is killed.");
        }
        else
        {
            await faults.RestartAsync(member);
        }
    }
}
