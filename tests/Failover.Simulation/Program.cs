using System.Globalization;
using Failover.Simulation.Runs;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Failover.Simulation;

/// <summary>
/// <c>--seeds 100000 --from 1</c> runs that many seeds; <c>--seed 7 --trace</c> runs one and tells what happens. Anything else goes
/// to the tests.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (Value(args, "--seed") is { } seed)
        {
            return One((ulong)seed, args.Contains("--trace"));
        }

        return Value(args, "--seeds") is { } seeds
            ? Many((ulong)(Value(args, "--from") ?? 1), seeds)
            : await RunTests(args);
    }

    /// <summary>As the entry point does that xunit generates where a project has none.</summary>
    private static Task<int> RunTests(string[] args) => args.Contains("--server") || args.Contains("--internal-msbuild-node")
        ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : ConsoleRunner.Run(args);

    private static int One(ulong seed, bool trace)
    {
        var scenario = Scenario.Of(seed);
        Console.WriteLine(scenario.Settings);
        var result = scenario.Run(trace);
        foreach (var line in result.Lines)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"digest {result.Digest:X16}, recovered in {result.Took.TotalMilliseconds} ms: {result.Violation?.Message ?? "all invariants held"}"));
        return result.Violation is null ? 0 : 1;
    }

    private static int Many(ulong from, long seeds)
    {
        var campaign = new Campaign();
        var held = campaign.Run(from, seeds);
        Console.Write(campaign.Summary());
        if (campaign.Failure is { } failure)
        {
            Console.Write(Campaign.Explain(failure.Scenario, failure.Violation));
        }

        return held ? 0 : 1;
    }

    private static long? Value(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? long.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;
    }
}
