namespace Failover.Cli.Verbs;

internal sealed class ResignVerb() : ElectionActVerb(
    "resign",
    "Lets the leader release. Who follows, and whether somebody has to approve, is left to the election's policy.",
    ReasonRule.Required,
    asks: true,
    new Example("resign dispatcher --reason 'stop the work until the database is back'", "Asks, and lets the leader go."))
{
    protected override Task<Plan> PlanAsync(Call call, CancellationToken cancellationToken)
    {
        var election = call.Get(Election);
        return Task.FromResult(Plan.ForElection(election, "resign", new ActBody(), $"Let the leader of {election} resign?"));
    }
}
