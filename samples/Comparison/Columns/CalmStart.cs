using System.Diagnostics;
using System.Runtime.Versioning;

namespace Comparison.Columns;

/// <summary>
/// Starts the clusters and their work one after the other, and lets the counters begin when all are calm. A new process compiles what it
/// runs; nine at once keep a small machine so busy that members lose each other before any harm is done to them.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class CalmStart(IReadOnlyList<Column> columns, Action<string> say)
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);

    /// <summary>For how long nothing may change in a cluster, under work.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(6);

    /// <summary>The members use less of the processors when they have compiled what they run often.</summary>
    private const double CalmShare = 0.6;

    private static readonly TimeSpan CalmPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShareInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _sinceStart = new();

    /// <summary>Ends when the counters have begun.</summary>
    /// <exception cref="TaskDispatch.Cluster.DispatchClusterException">A cluster has no leader, or not all its members, after two minutes, or a member has ended.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _sinceStart.Start();
        for (var i = 0; i < columns.Count; i++)
        {
            await columns[i].StartAsync(StartPatience, cancellationToken);
            say($"{i + 1} of {columns.Count} has a leader after {_sinceStart.Elapsed.TotalSeconds:F0} s: {columns[i].Mode.Title.ToLowerInvariant()}");
            columns[i].StartWork();
            await WaitForCalmAsync([columns[i]], cancellationToken);
        }

        say(await WaitForProcessorsAsync(cancellationToken) && await WaitForCalmAsync(columns, cancellationToken)
            ? $"All lead and are calm after {_sinceStart.Elapsed.TotalSeconds:F0} s: the counters begin"
            : "This machine is too busy to keep them calm: what follows is not exact");
        foreach (var column in columns)
        {
            column.StartCounters();
        }
    }

    /// <summary>Waits until nothing has changed for some time; false when that takes too long.</summary>
    private static async Task<bool> WaitForCalmAsync(IReadOnlyList<Column> watched, CancellationToken cancellationToken)
    {
        var waiting = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Glance);
        while (watched.Any(column => column.CalmFor < Calm))
        {
            if (waiting.Elapsed > CalmPatience)
            {
                return false;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>Waits until the members leave something of the processors to others; false when that takes too long.</summary>
    private async Task<bool> WaitForProcessorsAsync(CancellationToken cancellationToken)
    {
        var waiting = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(ShareInterval);
        for (var before = Used(); await timer.WaitForNextTickAsync(cancellationToken) && waiting.Elapsed <= CalmPatience;)
        {
            var now = Used();
            if ((now.Processors - before.Processors) / (now.At - before.At) < CalmShare * Environment.ProcessorCount)
            {
                return true;
            }

            before = now;
        }

        return false;

        (TimeSpan Processors, TimeSpan At) Used() => (TimeSpan.FromTicks(columns.Sum(column => column.ProcessorTime.Ticks)), waiting.Elapsed);
    }
}
