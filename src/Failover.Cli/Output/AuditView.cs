using Failover.Audit;

namespace Failover.Cli.Output;

/// <summary>Shows audit records to people.</summary>
internal static class AuditView
{
    public static void List(Printer printer, IReadOnlyList<AuditRecord> records)
    {
        if (records.Count == 0)
        {
            printer.Line("No records.");
            return;
        }

        var grid = new Grid("NUMBER", "TIME", "WHAT", "ELECTION", "TERM", "MEMBER", "BY", "WHY");
        foreach (var record in records)
        {
            grid.Add(
                Words.Number(record.Number),
                Words.Time(record.At),
                What(record),
                record.Election ?? "-",
                record.Term == 0 ? "-" : Words.Number(record.Term),
                Member(record),
                By(record),
                Why(record));
        }

        printer.Grid(grid);
    }

    /// <summary>One record on a line, as it comes.</summary>
    public static void Line(Printer printer, AuditRecord record) => printer.Line(
        Piece.Quiet($"{Words.Time(record.At)} #{Words.Number(record.Number)} "),
        What(record),
        record.Election is null ? "" : $" {record.Election}",
        record.Term == 0 ? "" : $", term {Words.Number(record.Term)}",
        record.Member is null && record.From is null ? "" : $": {Member(record)}",
        By(record) is "-" ? "" : $", by {By(record)}",
        Why(record) is "" ? "" : Piece.Quiet($" ({Why(record)})"));

    private static Piece What(AuditRecord record) => record.Refused ? Piece.Warning($"refused: {record.Verb}") : Piece.Strong(record.Verb);

    private static string Member(AuditRecord record) => (record.From, record.Member) switch
    {
        (null, null) => "-",
        (null, { } member) => member,
        ({ } from, null) => $"{from} ->",
        ({ } from, { } member) => $"{from} -> {member}",
    };

    private static string By(AuditRecord record) => (record.Actor, record.Address) switch
    {
        (null, _) => "-",
        ({ } actor, null) => actor,
        ({ } actor, { } address) => $"{actor} at {address}",
    };

    private static string Why(AuditRecord record)
    {
        List<string> parts = [];
        if (record.Cause is { } cause)
        {
            parts.Add(Words.Of(cause));
        }

        parts.AddRange(new[] { record.Reason, record.Detail }.OfType<string>());
        if (record.Request != 0)
        {
            parts.Add($"request {Words.Number(record.Request)}, revision {Words.Number(record.Revision)}");
        }

        if (record.VacantMs is { } vacant)
        {
            parts.Add($"vacant for {Words.Milliseconds(vacant)}");
        }

        return string.Join("; ", parts);
    }
}
