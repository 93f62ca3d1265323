using System.Runtime.Versioning;
using System.Text.Json;
using Comparison.Scripting;
using Spectre.Console;

namespace Comparison.Tests;

/// <summary>A short script on real processes: the report is there, and what it says of the run fits together.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ScriptTests : IDisposable
{
    private const double ReactionSeconds = 3;

    private readonly string _directory = Directory.CreateTempSubdirectory("comparison-tests-").FullName;

    [Fact]
    public async Task A_script_of_two_scenarios()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The faults are POSIX signals.");
        var script = Path.Combine(_directory, "short.json");
        await File.WriteAllTextAsync(script, """
            {
              "workload": { "tasksPerSecond": 10, "hashRounds": 500 },
              "operator": { "medianSeconds": 3, "spread": 0 },
              "year": { "nightShare": 0.33, "morningMinutes": 240, "falseWithinSeconds": 30, "minutesPerFalsePromotion": 5, "reactionMinutes": [1, 10] },
              "scenarios": [
                { "name": "Crash <b>", "fault": "kill-leader", "seconds": 12, "observeSeconds": 14, "perYear": 12 },
                { "name": "Cut", "fault": "cut-leader", "seconds": 4, "observeSeconds": 9, "perYear": 20 }
              ]
            }
            """, TestContext.Current.CancellationToken);
        await using var said = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said) });
        var output = Path.Combine(_directory, "report");

        var exit = await new ScriptedComparison(new CommandLine { Script = script, Out = output, Seed = 7 }, console).RunAsync(TestContext.Current.CancellationToken);

        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(output, "report.json"), TestContext.Current.CancellationToken));
        Assert.True(exit == 0, report.RootElement.GetProperty("violations").GetRawText());
        CheckFigures(report.RootElement);
        Assert.Contains("3 of 3 has a leader after", said.ToString(), StringComparison.Ordinal);
        await CheckPagesAsync(output);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static void CheckFigures(JsonElement report)
    {
        Assert.Equal(7, report.GetProperty("seed").GetInt32());
        var scenarios = report.GetProperty("measured").EnumerateArray().ToArray();
        Assert.Equal(["Crash <b>", "Cut"], scenarios.Select(scenario => scenario.GetProperty("name").GetString()));
        foreach (var mode in scenarios.SelectMany(scenario => scenario.GetProperty("modes").EnumerateArray()))
        {
            CheckMode(mode);
        }

        // A crash leaves nobody leading, for however short a time, in every mode.
        var crash = scenarios[0].GetProperty("modes").EnumerateArray().ToDictionary(mode => mode.GetProperty("mode").GetString()!);
        Assert.Equal(["approval", "automatic", "limits"], crash.Keys.Order());
        Assert.All(crash.Values, mode => Assert.NotEmpty(mode.GetProperty("vacancies").EnumerateArray()));
        Assert.True(crash["automatic"].GetProperty("leaderChanges").GetInt32() > 0);
        Assert.Equal(0, crash["automatic"].GetProperty("operatorActions").GetInt32());
        Assert.True(crash["approval"].GetProperty("requests").GetInt32() > 0, crash["approval"].GetRawText());
    }

    private static void CheckMode(JsonElement mode)
    {
        Assert.True(mode.GetProperty("tasksAcknowledged").GetInt32() > 0);
        Assert.Equal(0, mode.GetProperty("tasksLost").GetInt32());
        Assert.Equal(0, mode.GetProperty("recordedTwice").GetInt64());
        var vacancies = mode.GetProperty("vacancies").EnumerateArray().ToArray();
        Assert.Equal(mode.GetProperty("withoutLeaderSeconds").GetDouble(), vacancies.Sum(vacancy => vacancy.GetProperty("seconds").GetDouble()), 6);
        Assert.Equal(mode.GetProperty("falsePromotions").GetInt32(), vacancies.Count(vacancy => vacancy.GetProperty("isFalse").GetBoolean()));
        Assert.All(mode.GetProperty("reactionSeconds").EnumerateArray(), reaction => Assert.Equal(ReactionSeconds, reaction.GetDouble(), 6));
        foreach (var vacancy in vacancies)
        {
            var operatorSeconds = vacancy.GetProperty("operatorSeconds").GetDouble();
            Assert.True(vacancy.GetProperty("seconds").GetDouble() >= operatorSeconds);
            if (vacancy.GetProperty("end").GetString() == "Approved")
            {
                Assert.True(operatorSeconds >= ReactionSeconds, $"Approved after {operatorSeconds} s, before the operator reacts.");
            }
            else
            {
                Assert.Equal(0, operatorSeconds);
            }
        }

        // Without a person nobody else takes over where a person must approve.
        if (mode.GetProperty("mode").GetString() == "approval")
        {
            Assert.DoesNotContain(vacancies, vacancy => vacancy.GetProperty("end").GetString() == "Automatic");
        }
    }

    private static async Task CheckPagesAsync(string output)
    {
        var html = await File.ReadAllTextAsync(Path.Combine(output, "report.html"), TestContext.Current.CancellationToken);
        Assert.Contains("Crash &lt;b&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>&", html.Replace("<figcaption><b>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("http:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", html, StringComparison.Ordinal);
        Assert.Equal(3, html.Split("<svg").Length - 1);
        var markdown = await File.ReadAllTextAsync(Path.Combine(output, "report.md"), TestContext.Current.CancellationToken);
        Assert.Contains("| Crash <b> | Automatic |", markdown, StringComparison.Ordinal);
        Assert.Contains("Computed", markdown, StringComparison.Ordinal);
    }
}
