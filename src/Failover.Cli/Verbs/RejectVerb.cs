namespace Failover.Cli.Verbs;

internal sealed class RejectVerb() : DecisionVerb(
    "reject",
    "Rejects a promotion request: its candidate is not proposed again during this vacancy.",
    ReasonRule.Required,
    new Example("reject dispatcher --reason 'n2 is about to be replaced'", "Shows the evidence, and asks."),
    new Example("reject dispatcher --request 7 --revision 2 --reason 'wait for n1' --yes", "Rejects exactly that."))
{
    protected override Plan MakePlan(Call call, string election, long request, int revision, string? proposed) => Plan.ForElection(
        election,
        "reject",
        new ActBody { Request = request, Revision = revision },
        $"Reject request {Words.Number(request)}, revision {Words.Number(revision)}{(proposed is null ? "" : $": {proposed} is not proposed again during this vacancy of {election}")}?");
}
