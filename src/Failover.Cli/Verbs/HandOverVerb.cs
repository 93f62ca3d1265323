namespace Failover.Cli.Verbs;

internal sealed class HandOverVerb : ElectionActVerb
{
    private readonly Option<string?> _target = Parsers.NameOption("--target", "The member to promote. Default: the best other candidate.");
    private readonly Option<long?> _term = Parsers.Number("--expected-term", "The term that was decided on: in any other it is refused. Default: whichever it is.", 1);

    public HandOverVerb()
        : base(
            "hand-over",
            "Moves a leadership: the leader stops and releases, then the other one is promoted.",
            ReasonRule.Optional,
            asks: true,
            new Example("hand-over dispatcher --target n2", "Moves it to n2."),
            new Example("hand-over dispatcher --dry-run", "Says who would follow."))
    {
        Options.Add(_target);
        Options.Add(_term);
    }

    protected override Task<Plan> PlanAsync(Call call, CancellationToken cancellationToken)
    {
        var (election, target) = (call.Get(Election), call.Get(_target));
        return Task.FromResult(Plan.ForElection(
            election,
            "hand-over",
            new ActBody { Target = target, ExpectedTerm = call.Get(_term) },
            $"Hand over {election} to {target ?? "the best other candidate"}? Nobody leads meanwhile."));
    }
}
