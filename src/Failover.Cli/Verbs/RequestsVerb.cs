namespace Failover.Cli.Verbs;

internal sealed class RequestsVerb : Verb
{
    private readonly Argument<string> _election = Parsers.Name("election", "The election whose request to show with its evidence; without it all are listed.", isOptional: true);

    public RequestsVerb()
        : base(
            "requests",
            "Lists the promotion requests that wait for operators, or shows one with its evidence.",
            new Example("requests", "Lists what waits."),
            new Example("requests dispatcher", "Shows the evidence, and decides nothing."))
    {
        Arguments.Add(_election);
    }

    public override async Task RunAsync(Call call, CancellationToken cancellationToken)
    {
        var requests = await call.Client.GetAsync<IReadOnlyList<PromotionRequest>>("requests", cancellationToken);
        var election = call.Get(_election);
        if (election.Length > 0)
        {
            requests = [.. requests.Where(request => request.Election == election)];
        }

        if (call.IsJson)
        {
            call.Printer.Json(requests, FailoverJson.Default.IReadOnlyListPromotionRequest);
            return;
        }

        if (election.Length > 0 && requests is [{ } only])
        {
            RequestView.Print(call.Printer, only, call.Clock);
            return;
        }

        RequestView.List(call.Printer, requests, call.Clock);
    }
}
