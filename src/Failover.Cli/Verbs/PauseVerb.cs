namespace Failover.Cli.Verbs;

internal sealed class PauseVerb : ElectionActVerb
{
    private readonly Option<TimeSpan?> _for = Parsers.Duration(
        "--for", "For how long, for example 10m. Default: until it is resumed.", TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));

    public PauseVerb()
        : base(
            "pause",
            "Freezes an election: no promotion and no request until it is resumed, or the time is over. A leader goes on leading.",
            ReasonRule.Required,
            asks: false,
            new Example("pause dispatcher --for 10m --reason 'network maintenance'", "Freezes it for ten minutes."))
    {
        Options.Add(_for);
    }

    protected override Task<Plan> PlanAsync(Call call, CancellationToken cancellationToken)
    {
        var election = call.Get(Election);
        return Task.FromResult(Plan.ForElection(
            election,
            "pause",
            new ActBody { DurationMs = (long?)call.Get(_for)?.TotalMilliseconds },
            $"Pause {election}?"));
    }
}
