namespace Failover.Cli.Verbs;

/// <summary>
/// A word about a promotion request. It names the request and the revision that its operator was shown, so that the cluster refuses it
/// when the evidence has changed meanwhile.
/// </summary>
internal abstract class DecisionVerb : ElectionActVerb
{
    private readonly Option<long?> _request = Parsers.Number("--request", "The number of the request, together with --revision. Default: the open one, which is shown first.", 1);
    private readonly Option<int?> _revision = Parsers.Count("--revision", "The revision that was decided on.", 1, int.MaxValue);

    protected DecisionVerb(string name, string description, ReasonRule reasonRule, params Example[] examples)
        : base(name, description, reasonRule, asks: true, examples)
    {
        Options.Add(_request);
        Options.Add(_revision);
        Validators.Add(result =>
        {
            if (result.GetResult(_request) is null != result.GetResult(_revision) is null)
            {
                result.AddError("--request and --revision belong together: give both, or none to see the open request first.");
            }
        });
    }

    protected sealed override async Task<Plan> PlanAsync(Call call, CancellationToken cancellationToken)
    {
        var election = call.Get(Election);
        if (call.Get(_request) is { } number && call.Get(_revision) is { } revision)
        {
            return Pinned(number, revision, proposed: null);
        }

        var status = await call.GetElectionAsync(election, cancellationToken);
        if (status.Request is not { } request)
        {
            throw new CliException(ExitCode.Conflict, $"{election} has no open promotion request.")
            {
                Outcome = OperatorOutcome.Conflict,
                Election = election,
                Next = [$"Now: {ElectionView.Headline(status).Text}."],
            };
        }

        Show(call, request);
        Check(call, request);
        return Pinned(request.Number, request.Revision, request.Candidate?.Member);

        Plan Pinned(long number, int revision, string? proposed) => MakePlan(call, election, number, revision, proposed) with { Pins = Pin(number, revision) };
    }

    protected sealed override IReadOnlyList<string> Advise(Call call, CliException error, ElectionStatus election)
    {
        if (error.Outcome != OperatorOutcome.Stale || election.Request is not { } request)
        {
            return base.Advise(call, error, election);
        }

        Show(call, request);
        return
        [
            $"The present revision is {Words.Number(request.Revision)} of request {Words.Number(request.Number)}. Look at its evidence; if you decide the same again:",
            call.Repeat([.. Pin(request.Number, request.Revision)]),
        ];
    }

    /// <summary>Refuses what the cluster would refuse anyway, with better advice.</summary>
    protected virtual void Check(Call call, PromotionRequest request)
    {
    }

    protected abstract Plan MakePlan(Call call, string election, long request, int revision, string? proposed);

    private static (string Option, string? Value)[] Pin(long request, int revision) => [("--request", Words.Number(request)), ("--revision", Words.Number(revision))];

    private static void Show(Call call, PromotionRequest request)
    {
        if (!call.IsJson)
        {
            RequestView.Print(call.Printer, request, call.Clock);
            call.Printer.Line();
        }
    }
}
