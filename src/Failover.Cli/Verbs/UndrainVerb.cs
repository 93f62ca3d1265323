namespace Failover.Cli.Verbs;

internal sealed class UndrainVerb() : MemberActVerb(
    "undrain",
    "Lets a drained member lead again.",
    ReasonRule.Optional,
    asks: false,
    new Example("undrain n1", "After its maintenance."))
{
    protected override Task<Plan> PlanAsync(Call call, CancellationToken cancellationToken)
    {
        var member = call.Get(Member);
        return Task.FromResult(Plan.ForMember(member, "undrain", $"Undrain {member}?"));
    }
}
