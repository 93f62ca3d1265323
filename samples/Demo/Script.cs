using System.Runtime.Versioning;
using Demo.Faults;
using TaskDispatch;
using TaskDispatch.Cluster;
using TaskDispatch.Records;

namespace Demo;

/// <summary>The demo without a person: four faults, one after the other, and what came of them.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Script(DispatchCluster cluster, Narrator narrator)
{
    private const double TasksPerSecond = 50;
    private const int HashRounds = 2_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs it; true when every invariant held.</summary>
    public async Task<bool> RunAsync()
    {
        var faults = new FaultInjector(cluster, narrator);
        await StartAsync(faults);
        await using var feed = new TaskFeed(cluster.Store, TasksPerSecond, HashRounds);
        feed.Start();
        await SettleAsync();

        List<FaultOutcome> outcomes = [];
        foreach (var (title, fault) in new (string, Func<Task<FaultOutcome>>)[]
        {
            ("The leader is killed", faults.KillLeaderAsync),
            ("The leader hangs", faults.PauseLeaderAsync),
            ("The leader is stopped for maintenance", faults.StopLeaderAsync),
            ("The coordinator is killed", faults.KillCoordinatorAsync),
        })
        {
            narrator.Chapter(title);
            outcomes.Add(await fault());
            await SettleAsync();
        }

        narrator.Chapter("What came of it");
        var verdict = await feed.FinishAsync(Patience);
        narrator.Results(outcomes);
        narrator.Tasks(verdict);
        var violations = Violations(verdict);
        narrator.Verdict(violations);
        return violations.Count == 0;
    }

    public async Task StartAsync(FaultInjector faults)
    {
        narrator.Chapter("Three processes, one leader");
        await cluster.Store.InitializeAsync(CancellationToken.None);
        var at = BootClock.NowNanoseconds;
        cluster.StartAll();
        narrator.Begin($"{string.Join(", ", cluster.Names)} are started as processes {string.Join(", ", cluster.Names.Select(name => cluster.Member(name).Id))}");
        await faults.FirstLeaderAsync();
        narrator.Tell(at, cluster.Records.Lines);
    }

    private List<string> Violations(TaskVerdict verdict)
    {
        cluster.Records.Read();
        List<string> violations = [.. RecordChecker.Check(TaskDispatchOptions.Election, cluster.Records.Lines).Violations];
        if (verdict.Lost > 0)
        {
            violations.Add($"{verdict.Lost} acknowledged tasks have no result.");
        }

        if (verdict.Counts.RecordedTwice > 0)
        {
            violations.Add($"{verdict.Counts.RecordedTwice} results were recorded twice.");
        }

        return violations;
    }

    /// <summary>Some seconds of undisturbed work, for people to read, and for members to become candidates again.</summary>
    private static Task SettleAsync() => Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System);
}
