using System.Text.Json;
using System.Text.Json.Serialization;

namespace Comparison.Reporting;

/// <summary>Writes a report as HTML, Markdown and JSON.</summary>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes the files, and returns their paths.</summary>
    public static IReadOnlyList<string> Write(Report report, string directory)
    {
        Directory.CreateDirectory(directory);
        return
        [
            Write(directory, "report.html", HtmlReport.Write(report)),
            Write(directory, "report.md", MarkdownReport.Write(report)),
            Write(directory, "report.json", JsonSerializer.Serialize(ToJson(report), Json)),
        ];
    }

    private static object ToJson(Report report) => new
    {
        report.Seed,
        report.Machine,
        Assumed = new { report.Script.Workload, report.Script.Operator, report.Script.Year },
        Measured = report.Outcomes,
        Computed = new
        {
            Verdict = report.Verdict(),
            report.Crossovers,
            Years = report.Modes.SelectMany(mode => report.Script.Year.ReactionMinutes.Select(minutes => new
            {
                Mode = mode.Key,
                ReactionMinutes = minutes,
                Year = report.Year.Of(mode.Key, minutes * 60),
                WithoutNightShift = report.Year.WithoutNightShift(mode.Key, minutes * 60),
            })),
        },
        report.Violations,
    };

    private static string Write(string directory, string name, string text)
    {
        var path = Path.Combine(directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
