namespace Failover.Cli.Verbs;

internal sealed class WatchVerb : Verb
{
    private readonly Argument<string> _election = Parsers.Name("election", "Only this election; without it all are watched.", isOptional: true);

    public WatchVerb()
        : base(
            "watch",
            "Shows what happens as it happens, and goes on at another member when this one dies. Ctrl+C ends it.",
            new Example("watch --server http://n1:8080 --server http://n2:8080", "Watches everything; n2 is asked when n1 dies."),
            new Example("watch dispatcher --output json", "Every change as a line of JSON."))
    {
        Arguments.Add(_election);
    }

    public override async Task RunAsync(Call call, CancellationToken cancellationToken)
    {
        var status = await call.GetStatusAsync(cancellationToken);
        var election = call.Get(_election) is { Length: > 0 } name ? name : null;
        var watcher = new StatusChanges(call, election);
        var stream = new EventStream(call.Client, call.Printer, call.Clock);
        await foreach (var happened in stream.FollowAsync(status.AuditCount, cancellationToken))
        {
            if (happened.Audit is { } record && election is not null && record.Election != election)
            {
                continue;
            }

            if (call.IsJson)
            {
                call.Printer.JsonLine(happened, CliJson.Default.WatchedEvent);
            }
            else if (happened.Audit is { } audit)
            {
                AuditView.Line(call.Printer, audit);
            }
            else if (happened.Status is { } next)
            {
                watcher.Show(next);
            }
        }
    }
}
