namespace Failover.Cli.Verbs;

internal sealed class StatusVerb() : Verb(
    "status",
    "Shows the cluster: who leads which election, the members, and what waits for a decision.",
    new Example("status --server http://localhost:8080", "Asks one member."),
    new Example("status --output json", "The same for a program; the members come from FAILOVER_SERVERS."))
{
    public override async Task RunAsync(Call call, CancellationToken cancellationToken)
    {
        var status = await call.GetStatusAsync(cancellationToken);
        if (call.IsJson)
        {
            call.Printer.Json(status, FailoverJson.Default.ClusterStatus);
            return;
        }

        StatusView.Print(call.Printer, status, call.Clock);
    }
}
