namespace Failover.Cli.Verbs;

internal sealed class PolicySetVerb : ElectionActVerb
{
    private readonly PolicyOptions _options = new();
    private readonly Option<int?> _revision = Parsers.Count(
        "--expected-revision", "The revision of the policy that was decided on: a change of any other is refused. Default: the present one, which is shown first.", 1, int.MaxValue);

    public PolicySetVerb()
        : base(
            "set",
            "Changes the policy of an election. What is not named stays as it is. A policy that needs no approval may promote at once.",
            ReasonRule.Required,
            asks: true,
            new Example("policy set dispatcher --name operator-approved --approvals 2 --request-timeout 5m --on-timeout escalate --reason 'audit'", "Two operators must approve."),
            new Example("policy set dispatcher --name automatic-within-limits --most-promotions 3 --window 10m --within-label zone --reason 'flapping'", "Automatic, but not too often and not across zones."))
    {
        _options.AddTo(this);
        Options.Add(_revision);
    }

    protected override async Task<Plan> PlanAsync(Call call, CancellationToken cancellationToken)
    {
        var election = await call.GetElectionAsync(call.Get(Election), cancellationToken);
        var policy = _options.Apply(call, election.Policy);
        if (!call.IsJson)
        {
            ShowChanges(call.Printer, election.Policy, policy);
        }

        var revision = call.Get(_revision) ?? election.PolicyRevision;
        return Plan.ForElection(
            election.Name, "policy", new ActBody { Policy = policy, ExpectedRevision = revision }, $"Change the policy of {election.Name}, revision {Words.Number(revision)}?") with
        {
            Pins = [("--expected-revision", Words.Number(revision))],
        };
    }

    protected override IReadOnlyList<string> Advise(Call call, CliException error, ElectionStatus election) => error.Outcome == OperatorOutcome.Stale
        ? ["See what it is now:", $"failover policy show {ShellWords.Quote(election.Name)}"]
        : base.Advise(call, error, election);

    private static void ShowChanges(Printer printer, PromotionPolicy before, PromotionPolicy after)
    {
        var grid = new Grid("SETTING", "NOW", "THEN");
        foreach (var (now, then) in PolicyView.Settings(before).Zip(PolicyView.Settings(after)))
        {
            grid.Add(now.Option, now.Value, now.Value == then.Value ? Piece.Quiet("the same") : Piece.Warning(then.Value));
        }

        printer.Grid(grid);
        printer.Line();
    }
}
