using System.Text.Json;
using Failover.Audit;

namespace Failover.Cli.Verbs;

internal sealed class AuditVerifyVerb : Verb
{
    private readonly Option<string?> _file = Parsers.Text("--file", "Check an exported file (a record a line) instead of the cluster.", 4_096, "file");
    private readonly Option<string?> _head = Parsers.Text("--head", "The hash that the last record must have, as noted elsewhere.", 64, "hash");

    public AuditVerifyVerb()
        : base(
            "verify",
            "Checks that every audit record follows from the one before it. Whoever changes a record must change all after it, the last hash included: note that elsewhere.",
            new Example("audit verify", "Checks what the cluster keeps."),
            new Example("audit verify --file audit.jsonl --head 9f86d081…", "Checks an exported file, against a hash that was noted."))
    {
        Options.Add(_file);
        Options.Add(_head);
    }

    public override bool AsksCluster(ParseResult parse) => parse.GetValue(_file) is null;

    public override async Task RunAsync(Call call, CancellationToken cancellationToken)
    {
        var report = call.Get(_file) is { } file
            ? await CheckFileAsync(file, cancellationToken)
            : await CheckClusterAsync(call, cancellationToken);
        if (report.Intact && call.Get(_head) is { } head && !string.Equals(head, report.Head, StringComparison.OrdinalIgnoreCase))
        {
            report = report with { Intact = false, Problem = $"The last record, {Words.Number(report.Last)}, has another hash than the one that was noted: {report.Head ?? "none"}" };
        }

        Print(call, report);
        if (!report.Intact)
        {
            throw new CliException(ExitCode.Failed, report.Problem ?? "The audit trail is broken.")
            {
                Next = ["Keep this trail as it is, and compare it with the exports and the sinks of the other members."],
            };
        }
    }

    private static async Task<ChainReport> CheckClusterAsync(Call call, CancellationToken cancellationToken)
    {
        var check = new ChainCheck();
        await foreach (var record in AuditReader.ReadAllAsync(call, 0, null, cancellationToken))
        {
            check.Add(record);
        }

        // Asked for afterwards: it can only be as new, or newer.
        var status = await call.GetStatusAsync(cancellationToken);
        return check.Report(check.Last is { } last && last.Number == status.AuditCount && last.Hash != status.AuditHead
            ? $"The last record, {Words.Number(last.Number)}, has another hash than the member's state says."
            : null);
    }

    private static async Task<ChainReport> CheckFileAsync(string file, CancellationToken cancellationToken)
    {
        var check = new ChainCheck();
        var number = 0L;
        await foreach (var line in File.ReadLinesAsync(file, cancellationToken))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                check.Add(Decode(line, file, number));
            }
        }

        return check.Report(check.Last is null ? $"{file} holds no record." : null);
    }

    private static AuditRecord Decode(string line, string file, long number)
    {
        try
        {
            return ContractJson.Read<AuditRecord>(line) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new CliException(ExitCode.Failed, $"{file}, line {Words.Number(number)}: this is no audit record.")
            {
                Next = ["A file to check has a record a line, as failover audit export writes it."],
            };
        }
    }

    private static void Print(Call call, ChainReport report)
    {
        if (call.IsJson)
        {
            call.Printer.Json(report, CliJson.Default.ChainReport);
        }
        else if (report is { Records: 0, Intact: true })
        {
            call.Printer.Line("There is no record to check.");
        }
        else if (report.Intact)
        {
            call.Printer.Line(
                Piece.Good("Intact: "),
                $"{Words.Number(report.Records)} records, {Words.Number(report.First)} to {Words.Number(report.Last)}, each following from the one before it.");
            call.Printer.Line($"The last one's hash: {report.Head}");
        }
    }
}
