using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Failover.Chaos.Reports;

/// <summary>Writes a campaign down, for people and for machines.</summary>
internal static class ReportWriter
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes <c>{path}.md</c> and <c>{path}.json</c>.</summary>
    public static async Task WriteAsync(Summary summary, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await File.WriteAllTextAsync($"{path}.md", Markdown(summary));
        await File.WriteAllTextAsync($"{path}.json", JsonSerializer.Serialize(summary, Json) + "\n");
    }

    public static string Markdown(Summary summary)
    {
        var text = new StringBuilder();
        Line(text, $"# A chaos campaign");
        Line(text, $"");
        Line(text, $"Seed {summary.Seed}, {summary.Minutes:F1} minutes, {summary.Rounds} rounds, each with a cluster of its own. How it is run and what is checked: [chaos](chaos.md).");
        Line(text, $"");
        Line(text, $"| | | must be |");
        Line(text, $"| --- | --- | --- |");
        Line(text, $"| violations of an invariant | {summary.Violations.Count} | 0 |");
        Line(text, $"| acknowledged writes lost | {summary.Lost} of {summary.Acknowledged} | 0 |");
        Line(text, $"| faults | {summary.Faults} | |");
        Line(text, $"| SIGKILLs | {summary.Kills} | |");
        Line(text, $"| failovers, of them moved or held up by operators | {summary.Failovers}, {summary.FailoversByOperators} | |");
        Line(text, $"| rounds cut short by a fault of the test itself | {summary.TestFaults.Count} | |");
        Line(text, $"| false failovers: a leader replaced though the fault, if any, did not concern it | {summary.FalseFailovers.Count} | |");
        Line(text, $"| stale writes that the database refused | {summary.StaleWritesRefused} | |");
        Line(text, $"| two leaders at once while a host refused for a live member (the assumption of rule 6 broken on purpose) | {summary.ToleratedOverlaps} | |");
        Line(text, $"");
        Line(text, $"Times in milliseconds. Vacancy: from the last certain act of a leader, or the fault if that was later, to the next leadership; acts are some 50 ms apart; failovers that operators had moved or held up are left out. To agree: from the end of the fault, with the start of processes, until all members agreed about a leader that acted.");
        Line(text, $"");
        Line(text, $"| fault | times | failovers | by operators | vacancy, median | vacancy, longest | to agree, longest |");
        Line(text, $"| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var kind in summary.Kinds)
        {
            Line(text, $"| {kind.Kind} | {kind.Faults} | {kind.Failovers} | {kind.ByOperators} | {kind.MedianVacancyMilliseconds:F0} | {kind.LongestVacancyMilliseconds:F0} | {kind.LongestToAgreeMilliseconds:F0} |");
        }

        Table(text, "checked", summary.Checks);
        Table(text, "step reached", summary.Steps);
        Table(text, "happened besides", summary.Events);
        foreach (var failover in summary.FalseFailovers)
        {
            Line(text, $"");
            Line(text, $"**False failover** in {failover.Round}: {failover.What}, at {failover.Load}. What members logged:");
            Line(text, $"");
            foreach (var line in failover.Logged)
            {
                Line(text, $"    {line}");
            }
        }

        foreach (var fault in summary.TestFaults)
        {
            Line(text, $"");
            Line(text, $"Fault of the test: {fault.ReplaceLineEndings(" ")}");
        }

        foreach (var (group, reason) in summary.Skipped)
        {
            Line(text, $"");
            Line(text, $"Not run: {group}. {reason}");
        }

        foreach (var violation in summary.Violations)
        {
            Line(text, $"");
            Line(text, $"**Violation:** {violation}");
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, string title, IReadOnlyDictionary<string, long> counts)
    {
        if (counts.Count == 0)
        {
            return;
        }

        Line(text, $"");
        Line(text, $"| {title} | times |");
        Line(text, $"| --- | --- |");
        foreach (var (name, count) in counts)
        {
            Line(text, $"| {name} | {count} |");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
