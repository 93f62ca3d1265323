using System.Text.Json;
using Comparison.Columns;
using Comparison.Faults;

namespace Comparison.Scripting;

/// <summary>Reads scenario files. Comments, trailing commas, and a key <c>//</c> for remarks are allowed.</summary>
internal static class ScenarioReader
{
    private const double MostSeconds = 600;

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="ScenarioException">The file can not be used.</exception>
    public static ScenarioFile Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"{path}: {error.Message}", error);
        }

        return Parse(Path.GetFileName(path), text);
    }

    /// <exception cref="ScenarioException">The text can not be used.</exception>
    internal static ScenarioFile Parse(string file, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return Read(file, new JsonSection(file, document.RootElement));
        }
        catch (JsonException error)
        {
            throw new ScenarioException($"{file}: line {error.LineNumber + 1}: this is no JSON: {error.Message}", error);
        }
    }

    private static ScenarioFile Read(string file, JsonSection root)
    {
        var script = new ScenarioFile(
            ReadWorkload(root.Section("workload")),
            ReadOperator(root.Section("operator")),
            ReadYear(root.Section("year")),
            [.. root.List("scenarios").Select((element, index) => ReadScenario(file, element, index))]);
        root.Finish();
        var twins = script.Scenarios.GroupBy(scenario => scenario.Name).FirstOrDefault(group => group.Count() > 1);
        return twins is null ? script : throw new ScenarioException($"{file}: scenario '{twins.Key}': name: is there twice.");
    }

    private static Workload ReadWorkload(JsonSection section)
    {
        var workload = new Workload(section.Number("tasksPerSecond", 1, 200), (int)section.Number("hashRounds", 1, 1_000_000));
        section.Finish();
        return workload;
    }

    private static OperatorSettings ReadOperator(JsonSection section)
    {
        var settings = new OperatorSettings(section.Number("medianSeconds", 0, MostSeconds), section.Number("spread", 0, 3));
        section.Finish();
        return settings;
    }

    private static YearSettings ReadYear(JsonSection section)
    {
        var settings = new YearSettings(
            section.Number("nightShare", 0, 1),
            section.Number("morningMinutes", 0, 24 * 60),
            section.Number("falseWithinSeconds", 0, 3600),
            section.Number("minutesPerFalsePromotion", 0, 24 * 60),
            section.Numbers("reactionMinutes", 0, 24 * 60));
        section.Finish();
        return settings;
    }

    private static Scenario ReadScenario(string file, JsonElement element, int index)
    {
        var name = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("name", out var text) && text.ValueKind == JsonValueKind.String
            ? $"'{text.GetString()}'"
            : $"number {index + 1}";
        var section = new JsonSection($"{file}: scenario {name}", element);
        var fault = section.OneOf("fault", FaultCatalogue.All.ToDictionary(fault => fault.Key));
        var duration = section.Number("seconds", 0, MostSeconds, fault.Seconds);
        var scenario = new Scenario
        {
            Name = section.Text("name"),
            Fault = fault.Kind,
            Duration = TimeSpan.FromSeconds(duration),
            Observe = TimeSpan.FromSeconds(section.Number("observeSeconds", 1, MostSeconds, duration + 10)),
            Night = section.Flag("night"),
            PerYear = section.Number("perYear", 0, 1_000_000),
            Says = section.Text("says", fault.Watch),
        };
        section.Finish();
        return scenario;
    }
}
