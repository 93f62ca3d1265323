using System.Diagnostics;
using System.Runtime.Versioning;
using Failover.Testing;

namespace Failover.Benchmarks;

/// <summary>The measurements, one after the other in one run.</summary>
[UnsupportedOSPlatform("windows")]
internal static class Suite
{
    public static async Task RunAsync(int runs, IReadOnlyList<Form> forms)
    {
        List<Figures> figures = [await Floor.ClosingAsync(runs), await Floor.FlushingAsync(runs), await Floor.RoundTripAsync(runs), await Floor.WakingAsync(runs)];
        foreach (var form in forms)
        {
            figures.AddRange((await MeasureAsync(form, runs)).Select(figure => figure with { Form = form.Name }));
        }

        Console.WriteLine("| what | form | runs | min | p50 | p99 | max | target |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var row in figures)
        {
            Console.WriteLine(row.ToRow());
        }
    }

    private static async Task<IEnumerable<Figures>> MeasureAsync(Form form, int runs)
    {
        var few = Math.Max(3, runs / 4);
        var started = await StartingAsync(form, few);
        await using var cluster = new BenchCluster(form);
        cluster.StartAll();
        var leader = (await cluster.NextAsync("began")).Member;
        await Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System);
        var idle = await IdleAsync(cluster);
        (var killed, leader) = await KilledAsync(cluster, leader, runs);
        (var handedOver, leader) = await HandedOverAsync(cluster, leader, runs);
        (var terminated, leader) = await TerminatedAsync(cluster, leader, Math.Max(3, runs / 2));
        (var stopped, leader) = await StoppedAsync(cluster, leader, few);
        var coordinatorKilled = await CoordinatorKilledAsync(cluster, leader, few);
        return [started, .. idle, .. killed, handedOver, terminated, stopped, .. coordinatorKilled, await BothKilledAsync(cluster, leader, few)];
    }

    private static async Task<Figures> StartingAsync(Form form, int runs)
    {
        List<double> times = [];
        for (var run = 0; run < runs; run++)
        {
            await using var cluster = new BenchCluster(form);
            var begun = Stopwatch.GetTimestamp();
            cluster.StartAll();
            times.Add(Milliseconds(begun, (await cluster.NextAsync("began")).At));
        }

        return new Figures("three processes started, to the first leader (ms)", times, "<= 1500");
    }

    private static async Task<Figures[]> IdleAsync(BenchCluster cluster)
    {
        var period = TimeSpan.FromSeconds(10);
        var before = cluster.Members.ToDictionary(member => member.Name, member => member.ProcessorTime);
        await Task.Delay(period, TimeProvider.System);
        return
        [
            new("idle member: processor (% of a core)", [.. cluster.Members.Select(member => (member.ProcessorTime - before[member.Name]) / period * 100)], "<= 1"),
            new("idle member: resident memory (MB)", [.. cluster.Members.Select(member => member.ResidentBytes / 1e6)], "<= 80"),
        ];
    }

    private static async Task<(Figures[] Figures, string Leader)> KilledAsync(BenchCluster cluster, string leader, int runs)
    {
        List<double> times = [];
        List<double> closings = [];
        for (var run = 0; run < runs; run++)
        {
            using var witness = await cluster.ConnectAsync(leader);
            var closed = Floor.ClosedAsync(witness);
            var at = Stopwatch.GetTimestamp();
            cluster.Member(leader).Send(ProcessSignal.Kill);
            var next = await cluster.NextAsync("began");
            times.Add(Milliseconds(at, next.At));
            closings.Add(Milliseconds(at, await closed));
            await RestartAsync(cluster, leader);
            leader = next.Member;
        }

        return (
            [
                new("leader killed, to the next leader acting (ms)", times, "p50 <= 10, p99 <= 40"),
                new("meanwhile: until the operating system closed the files that the killed process's threads shared (ms)", closings, ""),
            ],
            leader);
    }

    private static async Task<(Figures Figures, string Leader)> HandedOverAsync(BenchCluster cluster, string leader, int runs)
    {
        List<double> times = [];
        for (var run = 0; run < runs; run++)
        {
            await cluster.Member(leader).WriteLineAsync("hand-over");
            var ended = await cluster.NextAsync("ended");
            var next = await cluster.NextAsync("began");
            times.Add(Milliseconds(ended.At, next.At));
            leader = next.Member;
        }

        return (new Figures("hand-over, time without a leader (ms)", times, "p50 <= 8"), leader);
    }

    private static async Task<(Figures Figures, string Leader)> TerminatedAsync(BenchCluster cluster, string leader, int runs)
    {
        List<double> times = [];
        for (var run = 0; run < runs; run++)
        {
            cluster.Member(leader).Send(ProcessSignal.Terminate);
            var ended = await cluster.NextAsync("ended");
            var next = await cluster.NextAsync("began");
            times.Add(Milliseconds(ended.At, next.At));
            await RestartAsync(cluster, leader);
            leader = next.Member;
        }

        return (new Figures("graceful stop, time without a leader (ms)", times, "p50 <= 8"), leader);
    }

    private static async Task<(Figures Figures, string Leader)> StoppedAsync(BenchCluster cluster, string leader, int runs)
    {
        List<double> times = [];
        for (var run = 0; run < runs; run++)
        {
            var at = Stopwatch.GetTimestamp();
            cluster.Member(leader).Send(ProcessSignal.Stop);
            var next = await cluster.NextAsync("began");
            times.Add(Milliseconds(at, next.At));
            cluster.Member(leader).Send(ProcessSignal.Continue);
            await SettleAsync();
            leader = next.Member;
        }

        return (new Figures("leader stopped (SIGSTOP), to the next leader acting (ms)", times, "<= 2090"), leader);
    }

    private static async Task<Figures[]> CoordinatorKilledAsync(BenchCluster cluster, string leader, int runs)
    {
        List<double> changes = [];
        List<double> times = [];
        for (var run = 0; run < runs; run++)
        {
            var coordinator = await OtherThanLeaderAsync(cluster, leader);
            await cluster.AwaitSuccessorAsync(leader, coordinator);
            var at = Stopwatch.GetTimestamp();
            cluster.Member(coordinator).Send(ProcessSignal.Kill);
            var lines = await cluster.WithinAsync(TimeSpan.FromSeconds(3));
            changes.Add(lines.Count(line => line.What is "began" or "ended"));
            times.AddRange(lines.Where(line => line.What == "succeeded").Select(line => Milliseconds(at, line.At)));
            await RestartAsync(cluster, coordinator);
        }

        return
        [
            new("coordinator killed: leadership changes", changes, "0"),
            new("coordinator killed, to the next coordinator (ms)", times, ""),
        ];
    }

    /// <summary>In the seconds before it yields.</summary>
    private static async Task<Figures> BothKilledAsync(BenchCluster cluster, string leader, int runs)
    {
        List<double> times = [];
        for (var run = 0; run < runs; run++)
        {
            var coordinator = await OtherThanLeaderAsync(cluster, leader);
            await cluster.Member(leader).WriteLineAsync($"hand-over {coordinator}");
            await cluster.NextAsync("began");
            var at = Stopwatch.GetTimestamp();
            cluster.Member(coordinator).Send(ProcessSignal.Kill);
            var next = await cluster.NextAsync("began");
            times.Add(Milliseconds(at, next.At));
            await RestartAsync(cluster, coordinator);
            leader = next.Member;
        }

        return new Figures("leader killed that also coordinates, to the next leader acting (ms)", times, "");
    }

    /// <summary>Waits for a coordinator that does not lead: with one that does its leadership ends, of course. It yields after ten seconds.</summary>
    private static async Task<string> OtherThanLeaderAsync(BenchCluster cluster, string leader)
    {
        const int Tries = 20;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var coordinator = await cluster.CoordinatorAsync("n1");
            if (coordinator != leader && coordinator != "-")
            {
                return coordinator;
            }

            await SettleAsync();
        }

        throw new InvalidOperationException($"The leader, {leader}, has coordinated for too long, or nobody has.");
    }

    private static async Task RestartAsync(BenchCluster cluster, string name)
    {
        await cluster.Member(name).DisposeAsync();
        cluster.Start(name);
        await SettleAsync();
    }

    /// <summary>Time for a member to come back as a candidate, so that each run finds three.</summary>
    private static Task SettleAsync() => Task.Delay(TimeSpan.FromMilliseconds(2_500), TimeProvider.System);

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
}
