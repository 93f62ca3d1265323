namespace Failover.Cli.Verbs;

internal sealed class PromoteVerb : ElectionActVerb
{
    private readonly Argument<string> _candidate = Parsers.Name("candidate", "The member to promote.");
    private readonly Option<long?> _term = Parsers.Number("--expected-term", "The term that was decided on: the leader's or, in a vacancy, the last one. Default: the present one, which is shown first.", 0);

    public PromoteVerb()
        : base(
            "promote",
            "Promotes a member into a vacancy without a request. With --force it first deposes a leader, and waits until that one can act no more.",
            ReasonRule.Required,
            asks: true,
            new Example("promote dispatcher n2 --reason 'n1 will not come back'", "Shows who leads or led, and asks."),
            new Example("promote dispatcher n2 --expected-term 41 --force --reason 'n1 hangs' --yes", "Deposes the leader of term 41, and only that one."))
    {
        Arguments.Add(_candidate);
        Options.Add(_term);
        Options.Add(Force = ForceOption("Depose a live leader, and override what can be overridden."));
    }

    protected override async Task<Plan> PlanAsync(Call call, CancellationToken cancellationToken)
    {
        var (name, candidate) = (call.Get(Election), call.Get(_candidate));
        if (call.Get(_term) is { } given)
        {
            return MakePlan(name, candidate, given, IsForced(call) ? $"depose whoever leads in term {Words.Number(given)}, and " : "");
        }

        var election = await call.GetElectionAsync(name, cancellationToken);
        if (!call.IsJson)
        {
            call.Printer.Line(Piece.Strong(name), ": ", ElectionView.Headline(election));
        }

        var deposes = IsForced(call) && election.Leader is { } leader ? $"depose {leader.Member}, which leads in term {Words.Number(election.Term)}, and " : "";
        return MakePlan(name, candidate, election.Term, deposes);
    }

    protected override IReadOnlyList<string> Advise(Call call, CliException error, ElectionStatus election) => (error.Outcome, election.Leader) switch
    {
        (OperatorOutcome.Stale, _) => ["If you decide the same again:", call.Repeat(("--expected-term", Words.Number(election.Term)))],
        (OperatorOutcome.Conflict, not null) when !IsForced(call) =>
        [
            "A leader that answers is replaced by a hand-over:",
            $"failover hand-over {ShellWords.Quote(election.Name)} --target {ShellWords.Quote(call.Get(_candidate))}",
            "One that hangs is deposed with --force.",
        ],
        _ => base.Advise(call, error, election),
    };

    private static Plan MakePlan(string election, string candidate, long term, string deposes)
    {
        var question = $"{deposes}promote {candidate} in {election}, after term {Words.Number(term)}?";
        return Plan.ForElection(
            election,
            "promote",
            new ActBody { Candidate = candidate, ExpectedTerm = term },
            char.ToUpperInvariant(question[0]) + question[1..]) with
        {
            Pins = [("--expected-term", Words.Number(term))],
        };
    }
}
