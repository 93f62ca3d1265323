using System.Text.Json;

namespace Failover.Cli.Verbs;

internal sealed class AuditExportVerb : Verb
{
    private readonly Option<long?> _after = Parsers.Number("--after", "Begin after this number. Default: with all that the cluster keeps.", 0);
    private readonly Option<string?> _election = Parsers.NameOption("--election", "Only what is about this election; such a file can not be verified, since it has gaps.");
    private readonly Option<string?> _file = Parsers.Text("--file", "The file to write, which must not exist. Default: standard output.", 4_096, "file");

    public AuditExportVerb()
        : base(
            "export",
            "Writes audit records as JSON, one a line. The cluster keeps the latest 1,000; --after goes on where the last export ended.",
            new Example("audit export --file audit.jsonl", "Exports all that the cluster keeps."),
            new Example("audit export --after 1200 >> audit.jsonl", "Adds what has come since."))
    {
        Options.Add(_after);
        Options.Add(_election);
        Options.Add(_file);
    }

    public override async Task RunAsync(Call call, CancellationToken cancellationToken)
    {
        if (call.Get(_file) is not { } file)
        {
            await WriteAsync(call, call.Host.Out, cancellationToken);
            return;
        }

        if (File.Exists(file))
        {
            throw CliException.Usage($"{file} exists already; an export overwrites nothing.");
        }

        var count = await WriteFileAsync(call, file, cancellationToken);
        call.Printer.Remark(Piece.Good("Done: "), $"{Words.Number(count)} records in {file}.");
    }

    /// <summary>A file is there when it is whole: one that was begun and not ended would be taken for the trail.</summary>
    private async Task<long> WriteFileAsync(Call call, string file, CancellationToken cancellationToken)
    {
        var part = $"{file}.part";
        try
        {
            long count;
            await using (var writer = new StreamWriter(new FileStream(part, FileMode.Create)))
            {
                count = await WriteAsync(call, writer, cancellationToken);
            }

            File.Move(part, file);
            return count;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private async Task<long> WriteAsync(Call call, TextWriter writer, CancellationToken cancellationToken)
    {
        var count = 0L;
        await foreach (var record in AuditReader.ReadAllAsync(call, call.Get(_after) ?? 0, call.Get(_election), cancellationToken))
        {
            if (count == 0 && call.Get(_after) is { } after && call.Get(_election) is null && record.Number != after + 1)
            {
                throw new CliException(ExitCode.Failed, $"Records {Words.Number(after + 1)} to {Words.Number(record.Number - 1)} are missing: the cluster keeps only the latest. Nothing was written.")
                {
                    Next = ["Look for them in the audit sinks of the members. To export what there is, as another file:", call.Repeat(("--after", Words.Number(record.Number - 1)))],
                };
            }

            await writer.WriteLineAsync(JsonSerializer.Serialize(record, FailoverJson.Default.AuditRecord).AsMemory(), cancellationToken);
            count++;
        }

        await writer.FlushAsync(cancellationToken);
        return count;
    }
}
