using System.Globalization;
using Failover.Chaos.Faults;
using Failover.Chaos.Plans;
using Failover.Chaos.Reports;
using Failover.Chaos.Rounds;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Failover.Chaos;

/// <summary>
/// <c>--minutes 45 [--seed 7] [--group Signals] [--report path] [--go-on]</c> runs a campaign. Anything else goes to the tests. Ends with 1
/// after a violation (at once, without <c>--go-on</c>), with 3 if rounds were cut short by faults of the test itself, otherwise with 0.
/// The report is written anew after each round.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (Value(args, "--minutes") is not { } minutes)
        {
            return await RunTests(args);
        }

        if (OperatingSystem.IsWindows())
        {
            await Console.Error.WriteLineAsync("The faults are POSIX signals and more of that kind: on Windows, use WSL.");
            return 2;
        }

        var seed = Value(args, "--seed") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : ChaosSettings.Seed;
        FaultGroup[] groups = Value(args, "--group") is { } name ? [Enum.Parse<FaultGroup>(name, ignoreCase: true)] : Enum.GetValues<FaultGroup>();
        var skipped = groups.Where(group => Nemeses.WhyNot(group) is not null).ToDictionary(group => $"{group}", group => Nemeses.WhyNot(group)!);
        var path = Value(args, "--report");
        var campaign = new Campaign(
            seed, Console.WriteLine, campaign => path is null ? Task.CompletedTask : ReportWriter.WriteAsync(Summary.Of(campaign, skipped), path));
        await campaign.RunAsync(TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)), groups, args.Contains("--go-on"));
        var summary = Summary.Of(campaign, skipped);
        Console.WriteLine(ReportWriter.Markdown(summary));
        return summary.Violations.Count > 0 ? 1 : summary.TestFaults.Count > 0 ? 3 : 0;
    }

    /// <summary>As the entry point does that xunit generates where a project has none.</summary>
    private static Task<int> RunTests(string[] args) => args.Contains("--server") || args.Contains("--internal-msbuild-node")
        ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : ConsoleRunner.Run(args);

    private static string? Value(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
