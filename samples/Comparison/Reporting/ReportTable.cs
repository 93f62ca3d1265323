namespace Comparison.Reporting;

/// <summary>A table of a report.</summary>
internal sealed record ReportTable(IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows);
