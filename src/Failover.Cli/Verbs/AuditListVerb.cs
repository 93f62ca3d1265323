using Failover.Audit;

namespace Failover.Cli.Verbs;

internal sealed class AuditListVerb : Verb
{
    private const int DefaultLimit = 50;

    private readonly Option<string?> _election = Parsers.NameOption("--election", "Only what is about this election.");
    private readonly Option<long?> _after = Parsers.Number("--after", "Begin after this number, oldest first. Default: the latest records.", 0);
    private readonly Option<int?> _limit = Parsers.Count("--limit", $"How many to show. Default: {DefaultLimit}.", 1, AuditReader.LongestPage);
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on with new records as they come, at another member when this one dies. Ctrl+C ends it." };

    public AuditListVerb()
        : base(
            "list",
            "Lists audit records: the latest ones, or a page after a number.",
            new Example("audit list --election dispatcher", "The latest records of an election."),
            new Example("audit list --after 1200 --limit 100", "A page; the line to get the next one is printed below it."),
            new Example("audit list --follow --output json", "Every new record as a line of JSON."))
    {
        Options.Add(_election);
        Options.Add(_after);
        Options.Add(_limit);
        Options.Add(_follow);
    }

    public override async Task RunAsync(Call call, CancellationToken cancellationToken)
    {
        var election = call.Get(_election);
        var limit = call.Get(_limit) ?? DefaultLimit;
        var newest = call.Get(_after) is null ? (await call.GetStatusAsync(cancellationToken)).AuditCount : 0;
        var records = call.Get(_after) is { } after
            ? await AuditReader.ReadPageAsync(call, after, limit, election, cancellationToken)
            : await ReadLatestAsync(call, newest, limit, election, cancellationToken);
        if (call.Get(_follow))
        {
            await FollowAsync(call, records, Math.Max(newest, records is [.., var last] ? last.Number : call.Get(_after) ?? 0), cancellationToken);
            return;
        }

        if (call.IsJson)
        {
            call.Printer.Json(records, FailoverJson.Default.IReadOnlyListAuditRecord);
            return;
        }

        AuditView.List(call.Printer, records);
        if (call.Get(_after) is not null && records.Count == limit)
        {
            call.Printer.Line();
            call.Printer.Line("The next page: ", Piece.Strong(call.Repeat(("--after", Words.Number(records[^1].Number)))));
        }
    }

    private static async Task<IReadOnlyList<AuditRecord>> ReadLatestAsync(Call call, long newest, int limit, string? election, CancellationToken cancellationToken)
    {
        if (election is null)
        {
            return await AuditReader.ReadPageAsync(call, Math.Max(0, newest - limit), limit, null, cancellationToken);
        }

        // How many of the latest are about this election, only reading tells.
        List<AuditRecord> all = [];
        await foreach (var record in AuditReader.ReadAllAsync(call, 0, election, cancellationToken))
        {
            all.Add(record);
        }

        return all[Math.Max(0, all.Count - limit)..];
    }

    private async Task FollowAsync(Call call, IReadOnlyList<AuditRecord> known, long after, CancellationToken cancellationToken)
    {
        foreach (var record in known)
        {
            Print(call, record);
        }

        var next = after + 1;
        await foreach (var happened in new EventStream(call.Client, call.Printer, call.Clock).FollowAsync(after, cancellationToken))
        {
            if (happened.Audit is not { } record)
            {
                continue;
            }

            if (record.Number != next)
            {
                call.Printer.Remark(Piece.Warning($"records {Words.Number(next)} to {Words.Number(record.Number - 1)} are missing: the cluster keeps only the latest"));
            }

            next = record.Number + 1;
            if (call.Get(_election) is not { } election || record.Election == election)
            {
                Print(call, record);
            }
        }
    }

    private static void Print(Call call, AuditRecord record)
    {
        if (call.IsJson)
        {
            call.Printer.JsonLine(record, FailoverJson.Default.AuditRecord);
            return;
        }

        AuditView.Line(call.Printer, record);
    }
}
