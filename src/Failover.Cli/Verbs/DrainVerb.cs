namespace Failover.Cli.Verbs;

internal sealed class DrainVerb() : MemberActVerb(
    "drain",
    "Keeps a member from leading, until it is undrained: what it leads is handed over.",
    ReasonRule.Required,
    asks: true,
    new Example("drain n1 --reason 'new kernel'", "Hands over all that n1 leads, before its maintenance."))
{
    protected override Task<Plan> PlanAsync(Call call, CancellationToken cancellationToken)
    {
        var member = call.Get(Member);
        return Task.FromResult(Plan.ForMember(member, "drain", $"Drain {member}? All that it leads is handed over."));
    }
}
