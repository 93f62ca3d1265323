namespace Failover.Cli.Verbs;

internal sealed class DrillVerb : ElectionActVerb
{
    private readonly Option<string?> _target = Parsers.NameOption("--target", "The member that leads meanwhile. Default: the best other candidate.");
    private readonly Option<long?> _term = Parsers.Number("--expected-term", "The term that was decided on: in any other it is refused. Default: whichever it is.", 1);

    public DrillVerb()
        : base(
            "drill",
            "Rehearses a failover: hands over, and back to the member that led, and measures both times without a leader.",
            ReasonRule.Optional,
            asks: true,
            new Example("drill dispatcher", "Asks, rehearses, and shows both gaps."),
            new Example("drill dispatcher --target n3 --yes --output json", "For a monthly job."))
    {
        Options.Add(_target);
        Options.Add(_term);
    }

    // Two hand-overs, each of which waits for the application to release.
    public override TimeSpan DefaultTimeout => TimeSpan.FromMinutes(2);

    protected override Task<Plan> PlanAsync(Call call, CancellationToken cancellationToken)
    {
        var (election, target) = (call.Get(Election), call.Get(_target));
        return Task.FromResult(Plan.ForElection(
            election,
            "drill",
            new ActBody { Target = target, ExpectedTerm = call.Get(_term) },
            $"Rehearse a failover of {election} to {target ?? "the best other candidate"} and back? Nobody leads during both changes."));
    }

    protected override void Print(Call call, OperatorResult result)
    {
        base.Print(call, result);
        if (!call.IsJson && result.GapsMs is [var there, var back])
        {
            call.Printer.Line($"Without a leader: {Words.Milliseconds(there)} there, {Words.Milliseconds(back)} back.");
        }
    }
}
