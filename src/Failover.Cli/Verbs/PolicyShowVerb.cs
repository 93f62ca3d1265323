namespace Failover.Cli.Verbs;

internal sealed class PolicyShowVerb : Verb
{
    private readonly Argument<string> _election = Parsers.Name("election", "The election.");

    public PolicyShowVerb()
        : base("show", "Shows the policy of an election.", new Example("policy show dispatcher", "Shows every setting."))
    {
        Arguments.Add(_election);
    }

    public override async Task RunAsync(Call call, CancellationToken cancellationToken)
    {
        var election = await call.GetElectionAsync(call.Get(_election), cancellationToken);
        if (call.IsJson)
        {
            call.Printer.Json(election.Policy, FailoverJson.Default.PromotionPolicy);
            return;
        }

        call.Printer.Line(Piece.Strong(election.Name), $", policy revision {Words.Number(election.PolicyRevision)}: ", PolicyView.Describe(election.Policy));
        call.Printer.Line();
        var grid = new Grid("SETTING", "VALUE");
        foreach (var (option, value) in PolicyView.Settings(election.Policy))
        {
            grid.Add(option, Piece.Strong(value));
        }

        call.Printer.Grid(grid);
    }
}
