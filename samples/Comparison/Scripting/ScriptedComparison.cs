using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Comparison.Modes;
using Comparison.Reporting;
using Spectre.Console;

namespace Comparison.Scripting;

/// <summary>The comparison without a person: runs a script, prints what came of it, and writes the report.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ScriptedComparison(CommandLine command, IAnsiConsole console)
{
    /// <summary>Runs it; 0 when every promise held.</summary>
    /// <exception cref="ScenarioException">The script can not be used.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        const int Width = 130;
        if (!console.Profile.Out.IsTerminal)
        {
            // A file has room.
            console.Profile.Width = Width;
        }

        var script = Adapt(ScenarioReader.Read(command.Script!));
        console.MarkupLineInterpolated($"[bold]{script.Scenarios.Count} scenarios, {PromotionMode.All.Count} modes, seed {command.Seed}[/]");
        var runner = new ScriptRunner(script, PromotionMode.All, command.Seed, text => console.WriteLine(text));
        var outcomes = await runner.RunAsync(cancellationToken);
        var report = new Report(script, PromotionMode.All, command.Seed, Machine(), outcomes);
        Print(report);
        foreach (var path in ReportFiles.Write(report, command.Out))
        {
            console.WriteLine(Path.GetFullPath(path));
        }

        return report.Violations.Any() ? 1 : 0;
    }

    private ScenarioFile Adapt(ScenarioFile script)
    {
        var only = command.Only is null ? script.Scenarios : [.. script.Scenarios.Where(scenario => scenario.Name == command.Only)];
        return only.Count == 0
            ? throw new ScenarioException($"{command.Script}: there is no scenario '{command.Only}'; there are {string.Join(", ", script.Scenarios.Select(scenario => scenario.Name))}.")
            : script with
            {
                Scenarios = only,
                Operator = new OperatorSettings(command.OperatorSeconds ?? script.Operator.MedianSeconds, command.Spread ?? script.Operator.Spread),
            };
    }

    private void Print(Report report)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("Scenario", "Mode", "Without a leader", "Changes", "False", "Approvals", "Done", "Delayed", "Lost", "Twice");
        foreach (var row in ReportTables.Measured(report).Rows)
        {
            // The reaction times stand in the report.
            table.AddRow([.. row.Where((_, index) => index != 6).Select(cell => new Text(cell))]);
        }

        console.Write(table);
        console.WriteLine(report.Verdict());
        foreach (var violation in report.Violations)
        {
            console.MarkupLineInterpolated($"[bold red]Violation:[/] {violation}");
        }
    }

    private static string Machine() =>
        $"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.";
}
