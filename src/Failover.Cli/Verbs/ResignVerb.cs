namespace Failover.Cli.Verbs;

internal sealed class ResignVerb : ElectionActVerb
{
    private readonly Option<long?> _term = Parsers.Number("--expected-term", "The term that was decided on: in any other it is refused. Default: whichever it is.", 1);

    public ResignVerb()
        : base(
            "resign",
            "Lets the leader release. Who follows, and whether somebody has to approve, is left to the election's policy.",
            ReasonRule.Required,
            asks: true,
            new Example("resign dispatcher --reason 'stop the work until the database is back'", "Asks, and lets the leader go."))
    {
        Options.Add(_term);
    }

    protected override Task<Plan> PlanAsync(Call call, CancellationToken cancellationToken)
    {
        var election = call.Get(Election);
        return Task.FromResult(Plan.ForElection(
            election, "resign", new ActBody { ExpectedTerm = call.Get(_term) }, $"Let the leader of {election} resign?"));
    }
}
