namespace Failover.Cli.Verbs;

internal sealed class ExplainVerb : Verb
{
    private readonly Argument<string> _election = Parsers.Name("election", "The election.");

    public ExplainVerb()
        : base(
            "explain",
            "Says why this member leads and why each other one does not, or why nobody leads and what would change that.",
            new Example("explain dispatcher", "Asks the coordinator, through whichever member answers."))
    {
        Arguments.Add(_election);
    }

    public override async Task RunAsync(Call call, CancellationToken cancellationToken)
    {
        var explanation = await call.Client.GetAsync<Explanation>(
            $"elections/{Uri.EscapeDataString(call.Get(_election))}/explain", cancellationToken);
        if (call.IsJson)
        {
            call.Printer.Json(explanation, FailoverJson.Default.Explanation);
            return;
        }

        call.Printer.Line(Piece.Strong(explanation.Election), $", term {Words.Number(explanation.Term)}, as its coordinator {explanation.Coordinator} sees it:");
        call.Printer.Line(explanation.Summary);
        foreach (var detail in explanation.Details)
        {
            call.Printer.Line("- ", detail);
        }

        call.Printer.Line();
        ElectionView.Candidates(call.Printer, explanation.Candidates);
    }
}
