using System.Text;

namespace Comparison.Reporting;

/// <summary>The report as Markdown.</summary>
internal static class MarkdownReport
{
    public static string Write(Report report)
    {
        var text = new StringBuilder();
        text.AppendLine("# Automatic or operator-approved?").AppendLine();
        text.AppendLine(report.Verdict()).AppendLine();
        if (report.Busy() is { } busy)
        {
            text.AppendLine(busy).AppendLine();
        }

        text.AppendLine(report.WhatIsLost()).AppendLine();
        text.AppendLine("## Measured in this run").AppendLine();
        Append(text, ReportTables.Measured(report));
        foreach (var violation in report.Violations.DefaultIfEmpty("One leader at a time, rising terms, nothing lost, nothing recorded twice: in every scenario and mode."))
        {
            text.AppendLine(violation).AppendLine();
        }

        text.AppendLine("## Assumed: parameters of the script").AppendLine();
        Append(text, ReportTables.Parameters(report));
        text.AppendLine("## Computed: a year, from what was measured and the parameters").AppendLine();
        Append(text, ReportTables.Yearly(report));
        text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"Seed {report.Seed}. {report.Machine}");
        return text.ToString();
    }

    private static void Append(StringBuilder text, ReportTable table)
    {
        Append(text, table.Head);
        Append(text, [.. table.Head.Select(_ => "---")]);
        foreach (var row in table.Rows)
        {
            Append(text, row);
        }

        text.AppendLine();
    }

    private static void Append(StringBuilder text, IReadOnlyList<string> cells) =>
        text.AppendLine("| " + string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" "))) + " |");
}
