using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Failover.Benchmarks.Compared.Servers;
using Failover.Testing;

namespace Failover.Benchmarks.Compared;

/// <summary>The same faults on each contender, and one table.</summary>
[UnsupportedOSPlatform("windows")]
internal static class ComparedSuite
{
    /// <summary>Whoever has no leader after that has none in any useful time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly (string What, ProcessSignal Signal)[] Faults =
    [
        ("killed (SIGKILL)", ProcessSignal.Kill),
        ("stopped (SIGTERM)", ProcessSignal.Terminate),
        ("hangs (SIGSTOP)", ProcessSignal.Stop),
    ];

    public static async Task RunAsync(int runs)
    {
        var directory = Directory.CreateTempSubdirectory("failover-compared-").FullName;
        try
        {
            await MeasureAsync(directory, runs);
        }
        finally
        {
            // Not before the servers have ended: they write there.
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task MeasureAsync(string directory, int runs)
    {
        await using var etcd = await EtcdServer.TryStartAsync(Path.Combine(directory, "etcd"));
        await using var postgres = await PostgresServer.TryStartAsync(Path.Combine(directory, "postgres"));
        List<Contender> contenders = [Contender.Failover];
        if (etcd is not null)
        {
            contenders.Add(Contender.Etcd(etcd.Address));
        }

        if (postgres is not null)
        {
            contenders.Add(Contender.Postgres(postgres.ConnectionString));
            contenders.Add(Contender.WatchedPostgres(postgres.ConnectionString));
        }

        contenders.Add(Contender.Akka);
        Console.WriteLine($"| without a leader (ms): p50 (longest; times as long as Failover) | {string.Join(" | ", Faults.Select(fault => fault.What))} | |");
        Console.WriteLine($"| --- |{string.Concat(Faults.Select(_ => " --- |"))} --- |");
        double[] reference = [];
        foreach (var contender in contenders)
        {
            var figures = await MeasureAsync(contender, Math.Min(runs, contender.Runs));
            double[] medians = [.. figures.Select(times => times.Median)];
            reference = reference is [] ? medians : reference;
            Console.WriteLine($"| {contender.Name} | {string.Join(" | ", figures.Select((times, index) => times.ToCell(reference[index])))} | {contender.Settings} |");
        }
    }

    private static async Task<List<Times>> MeasureAsync(Contender contender, int runs)
    {
        await using var cluster = new BenchCluster(contender.Form);
        cluster.StartAll();
        var leader = (await cluster.NextAsync("began", Patience)).Member;

        // It still compiles what it runs often.
        await Task.Delay(contender.Settle + TimeSpan.FromSeconds(10), TimeProvider.System);
        List<Times> figures = [];
        foreach (var (_, signal) in Faults)
        {
            List<double> times = [];
            for (var run = 0; run < runs && !times.Contains(double.PositiveInfinity); run++)
            {
                var at = Stopwatch.GetTimestamp();
                cluster.Member(leader).Send(signal);
                var next = await NextOrNullAsync(cluster);
                times.Add(next is { } found ? Stopwatch.GetElapsedTime(at, found.At).TotalMilliseconds : double.PositiveInfinity);
                await RestartAsync(cluster, leader, contender.Settle);
                leader = next?.Member ?? (await cluster.NextAsync("began", Patience)).Member;
            }

            figures.Add(new Times(times));
        }

        return figures;
    }

    private static async Task<(string Member, long At)?> NextOrNullAsync(BenchCluster cluster)
    {
        try
        {
            var (member, _, at) = await cluster.NextAsync("began", Patience);
            return (member, at);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Ends what is left of the process, whatever was done to it, and starts the member again.</summary>
    private static async Task RestartAsync(BenchCluster cluster, string member, TimeSpan settle)
    {
        await cluster.Member(member).DisposeAsync();
        cluster.Start(member);
        await Task.Delay(settle, TimeProvider.System);
    }

    private sealed record Times(IReadOnlyList<double> Milliseconds)
    {
        public double Median => Milliseconds.Order().ElementAt(Milliseconds.Count / 2);

        public string ToCell(double reference) => double.IsInfinity(Median)
            ? string.Create(CultureInfo.InvariantCulture, $"none within {Patience.TotalSeconds:F0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Median:F0} ({Milliseconds.Max():F0}; {Median / reference:F1})");
    }
}
