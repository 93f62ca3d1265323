using Comparison.Faults;
using Comparison.Scripting;

namespace Comparison.Tests;

/// <summary>A teacher's mistakes in a scenario file, and what is said about them: file, scenario, key, and what would be right.</summary>
public sealed class ScenarioFileTests
{
    private const string Head = """
        "workload": { "tasksPerSecond": 20, "hashRounds": 100 }, "operator": { "medianSeconds": 5, "spread": 0.2 },
        "year": { "nightShare": 0.3, "morningMinutes": 240, "falseWithinSeconds": 30, "minutesPerFalsePromotion": 5, "reactionMinutes": [1, 5] }
        """;

    [Fact]
    public void The_file_that_comes_with_the_sample_has_every_fault()
    {
        var script = ScenarioReader.Read(Path.Combine(AppContext.BaseDirectory, "scenarios.json"));

        Assert.Equal(Enum.GetValues<FaultKind>().Order(), script.Scenarios.Select(scenario => scenario.Fault).Distinct().Order());
        Assert.Contains(script.Scenarios, scenario => scenario.Night);
    }

    [Fact]
    public void A_scenario_needs_a_name_a_fault_and_a_rate_and_the_rest_has_defaults()
    {
        var scenario = Assert.Single(Parse("""{ "name": "Hang", "fault": "hang-leader", "perYear": 3 }""").Scenarios);

        Assert.Equal((FaultKind.HangLeader, 5, 15, 3), (scenario.Fault, scenario.Duration.TotalSeconds, scenario.Observe.TotalSeconds, scenario.PerYear));
        Assert.False(scenario.Night);
    }

    [Theory]
    [InlineData("""{ "name": "A", "fault": "explode", "perYear": 1 }""", "f.json: scenario 'A': fault: 'explode' is not known; there are kill-leader, hang-leader, cut-leader, ")]
    [InlineData("""{ "name": "A", "fault": "kill-leader", "perYear": "often" }""", "f.json: scenario 'A': perYear: \"often\" must be a number from 0 to 1000000.")]
    [InlineData("""{ "name": "A", "fault": "kill-leader", "perYear": 1, "seconds": -1 }""", "f.json: scenario 'A': seconds: -1 must be a number from 0 to 600.")]
    [InlineData("""{ "name": "A", "fault": "kill-leader", "perYear": 1, "secconds": 1 }""", "f.json: scenario 'A': secconds: is not known; there are fault, name, night, observeSeconds, perYear, says, seconds.")]
    [InlineData("""{ "name": "A", "fault": "kill-leader", "perYear": 1, "night": "yes" }""", "f.json: scenario 'A': night: \"yes\" must be true or false.")]
    [InlineData("""{ "name": "A", "fault": "kill-leader" }""", "f.json: scenario 'A': perYear: is missing.")]
    [InlineData("""{ "fault": "kill-leader", "perYear": 1 }""", "f.json: scenario number 1: name: is missing.")]
    [InlineData("""7""", "f.json: scenario number 1: must be an object, { … }.")]
    [InlineData("""{ "name": "A", "fault": "kill-leader", "perYear": 1 }, { "name": "A", "fault": "stop-leader", "perYear": 1 }""", "f.json: scenario 'A': name: is there twice.")]
    [InlineData("", "f.json: scenarios: [] must be a list, [ … ], of at least one.")]
    public void A_mistake(string scenarios, string message) =>
        Assert.StartsWith(message, Assert.Throws<ScenarioException>(() => Parse(scenarios)).Message, StringComparison.Ordinal);

    [Fact]
    public void No_json() =>
        Assert.StartsWith("f.json: line 2: this is no JSON: ", Assert.Throws<ScenarioException>(() => ScenarioReader.Parse("f.json", "{\n oops }")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_mistake_in_a_section() => Assert.Equal(
        "f.json: operator: spread: 9 must be a number from 0 to 3.",
        Assert.Throws<ScenarioException>(() => ScenarioReader.Parse("f.json", $"{{ {Head.Replace("0.2", "9", StringComparison.Ordinal)}, \"scenarios\": [1] }}")).Message);

    [Fact]
    public void A_file_that_is_not_there() =>
        Assert.Contains("nowhere.json", Assert.Throws<ScenarioException>(() => ScenarioReader.Read("nowhere.json")).Message, StringComparison.Ordinal);

    private static ScenarioFile Parse(string scenarios) => ScenarioReader.Parse("f.json", $"{{ {Head}, \"scenarios\": [{scenarios}] }}");
}
