using System.Globalization;
using System.Text;
using Failover.Simulation.Engine;
using Failover.Simulation.Model;

namespace Failover.Core.Tests.Scenarios;

/// <summary>
/// Runs a scenario: blocks of verbs, a line of dashes, and what came of them. "leader" is whoever leads e1 then, "coordinator"
/// whoever coordinates, "other" the first who does neither; "quiet" leaves out what came of the block so far.
/// </summary>
internal sealed class ScenarioRunner
{
    private const string Rule = "----";
    private readonly Coverage _coverage = new();
    private readonly World _world;
    private readonly ScenarioVerbs _verbs;

    private ScenarioRunner(WorldSettings settings)
    {
        _world = new World(settings, 1, _coverage, trace: true);
        _verbs = new ScenarioVerbs(_world);
    }

    /// <summary>Returns the scenario with what comes of it now.</summary>
    public static string Run(string scenario)
    {
        var members = scenario.StartsWith("# five", StringComparison.Ordinal) ? 5 : 3;
        var runner = new ScenarioRunner(new WorldSettings
        {
            Members = members,
            Elections = 1,
            Witness = -1,
            Lease = TimeSpan.FromSeconds(2),
            ConfirmCrashes = true,
            ClockRates = [.. Enumerable.Repeat(0L, members)],
            ClocksKeepBound = true,
            LeaderNoticesLostQuorum = true,
            LongestDelay = 1_000,
            Priorities = [.. Enumerable.Repeat(0, members)],
        });
        var text = new StringBuilder();
        foreach (var block in scenario.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            runner.RunBlock(block, text);
        }

        runner._world.History.Finish();
        return text.ToString();
    }

    private void RunBlock(string block, StringBuilder text)
    {
        var separator = text.Length == 0 ? "" : "\n";
        var verbs = block.Split('\n').TakeWhile(line => line != Rule).Where(line => line.Length > 0).ToArray();
        text.Append(CultureInfo.InvariantCulture, $"{separator}{string.Join('\n', verbs)}\n");
        if (verbs.All(verb => verb.StartsWith('#')))
        {
            return;
        }

        foreach (var verb in verbs.Where(verb => !verb.StartsWith('#')))
        {
            _verbs.Do(verb.Split(' '));
        }

        text.Append(CultureInfo.InvariantCulture, $"{Rule}\n");
        foreach (var line in _world.Trace.Take())
        {
            text.Append(CultureInfo.InvariantCulture, $"{line}\n");
        }
    }
}
