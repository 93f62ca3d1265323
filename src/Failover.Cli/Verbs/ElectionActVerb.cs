namespace Failover.Cli.Verbs;

/// <summary>A command about an election. After a refusal it looks at the election again, and says what is so now.</summary>
internal abstract class ElectionActVerb : ActVerb
{
    protected ElectionActVerb(string name, string description, ReasonRule reasonRule, bool asks, params Example[] examples)
        : base(name, description, reasonRule, asks, examples)
    {
        Arguments.Add(Election);
    }

    protected Argument<string> Election { get; } = Parsers.Name("election", "The election.");

    protected sealed override async Task<IReadOnlyList<string>> AdviseAsync(Call call, CliException error, CancellationToken cancellationToken)
    {
        try
        {
            var election = await call.GetElectionAsync(call.Get(Election), cancellationToken);
            return [$"Now: {ElectionView.Headline(election).Text}.", .. Advise(call, error, election)];
        }
        catch (CliException)
        {
            // The refusal is what matters; that nothing could be looked up adds nothing to it.
            return error.Outcome == OperatorOutcome.NotFound ? ["See which elections there are: failover elections"] : [];
        }
    }

    /// <summary>Says what to do, given what is so now.</summary>
    protected virtual IReadOnlyList<string> Advise(Call call, CliException error, ElectionStatus election) =>
        [$"See why: failover explain {ShellWords.Quote(election.Name)}"];
}
