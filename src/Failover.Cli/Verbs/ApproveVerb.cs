namespace Failover.Cli.Verbs;

internal sealed class ApproveVerb : DecisionVerb
{
    private readonly Option<string?> _candidate = Parsers.NameOption("--candidate", "Another candidate than the proposed one.");

    public ApproveVerb()
        : base(
            "approve",
            "Approves a promotion request. Without --request it shows the open one with its evidence, and asks; what is sent names the revision that was shown.",
            ReasonRule.WithForce,
            new Example("approve dispatcher", "Shows the evidence, and asks."),
            new Example("approve dispatcher --request 7 --revision 2 --yes", "Approves exactly that, and is refused if it has changed."),
            new Example("approve dispatcher --candidate n3 --force --reason 'n2 has a bad disk'", "Promotes another one, although something speaks against it."))
    {
        Options.Add(_candidate);
        Options.Add(Force = ForceOption("Promote the candidate although something that can be overridden speaks against it."));
    }

    protected override void Check(Call call, PromotionRequest request)
    {
        if (request.Candidate is null && call.Get(_candidate) is null)
        {
            throw new CliException(ExitCode.Conflict, "No candidate is eligible now, so there is nobody to approve.")
            {
                Outcome = OperatorOutcome.NotEligible,
                Election = request.Election,
                Request = request.Number,
                Next =
                [
                    "Name one with --candidate; add --force and --reason where the table says that force overrides what speaks against it.",
                    $"See why: failover explain {ShellWords.Quote(request.Election)}",
                ],
            };
        }
    }

    protected override Plan MakePlan(Call call, string election, long request, int revision, string? proposed)
    {
        var candidate = call.Get(_candidate);
        var whom = (candidate ?? proposed) is { } name ? $"promote {name} in {election}" : $"decide on {election}";
        return Plan.ForElection(
            election,
            "approve",
            new ActBody { Request = request, Revision = revision, Candidate = candidate },
            $"Approve request {Words.Number(request)}, revision {Words.Number(revision)}: {whom}{(IsForced(call) ? ", with force" : "")}?");
    }
}
