namespace Failover.Cli.Verbs;

internal sealed class ResumeVerb() : ElectionActVerb(
    "resume",
    "Ends a pause.",
    ReasonRule.Optional,
    asks: false,
    new Example("resume dispatcher", "Lets the policy decide again."))
{
    protected override Task<Plan> PlanAsync(Call call, CancellationToken cancellationToken)
    {
        var election = call.Get(Election);
        return Task.FromResult(Plan.ForElection(election, "resume", new ActBody(), $"Resume {election}?"));
    }
}
