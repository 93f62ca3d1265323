using System.Diagnostics;
using System.Globalization;
using System.Text;
using Failover.Simulation.Engine;

namespace Failover.Simulation.Runs;

/// <summary>Many runs, one after the other, up to the first that fails.</summary>
internal sealed class Campaign
{
    private readonly SortedDictionary<string, long> _looks = new(StringComparer.Ordinal);
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private TimeSpan _simulated;
    private TimeSpan _slowest;
    private ulong _slowestSeed;
    private long _runs;

    public Coverage Coverage { get; } = new();

    /// <summary>The first scenario that failed, and how.</summary>
    public (Scenario Scenario, InvariantViolation Violation)? Failure { get; private set; }

    /// <summary>Runs seeds; returns whether all of them held.</summary>
    public bool Run(ulong from, long seeds, Action<ulong>? afterEach = null)
    {
        for (var seed = from; seed < from + (ulong)seeds; seed++)
        {
            var scenario = Scenario.Of(seed);
            var result = scenario.Run();
            Count(seed, result);
            if (result.Violation is { } violation)
            {
                Failure = (scenario, violation);
                return false;
            }

            afterEach?.Invoke(seed);
        }

        return true;
    }

    public string Summary()
    {
        var text = new StringBuilder();
        var perSecond = _simulated.TotalSeconds / Math.Max(0.001, _elapsed.Elapsed.TotalSeconds);
        text.AppendLine(CultureInfo.InvariantCulture, $"{_runs} runs, {_simulated.TotalSeconds:F0} simulated seconds in {_elapsed.Elapsed.TotalSeconds:F1} s ({perSecond:F0} per second)");
        text.AppendLine(CultureInfo.InvariantCulture, $"slowest recovery {_slowest.TotalMilliseconds:F0} ms (seed {_slowestSeed})");
        text.AppendLine("invariants checked:");
        foreach (var (invariant, looks) in _looks)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {invariant,-16} {looks,12}");
        }

        text.AppendLine("reached:");
        foreach (var (mark, times) in Coverage.Counts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {mark,-60} {times,12}");
        }

        return text.ToString();
    }

    /// <summary>The failing scenario made short, with what happened in it.</summary>
    public static string Explain(Scenario scenario, InvariantViolation violation)
    {
        var shrunk = Shrinker.Shrink(scenario, violation.Invariant);
        var result = shrunk.Run(trace: true);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Seed {scenario.Seed} violates {violation.Message}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Shrunk to {shrunk.Plan.Count} of {scenario.Plan.Count} faults: {result.Violation?.Message}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{shrunk.Settings}");
        foreach (var fault in shrunk.Plan)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{fault}");
        }

        const int tail = 120;
        text.AppendLine(CultureInfo.InvariantCulture, $"The last {tail} of {result.Lines.Count} lines:");
        foreach (var line in result.Lines.TakeLast(tail))
        {
            text.AppendLine(line);
        }

        return text.ToString();
    }

    private void Count(ulong seed, RunResult result)
    {
        _runs++;
        _simulated += result.Simulated;
        Coverage.Add(result.Coverage);
        if (result.Took > _slowest)
        {
            (_slowest, _slowestSeed) = (result.Took, seed);
        }

        foreach (var (invariant, looks) in result.Looks)
        {
            _looks[invariant] = _looks.GetValueOrDefault(invariant) + looks;
        }
    }
}
