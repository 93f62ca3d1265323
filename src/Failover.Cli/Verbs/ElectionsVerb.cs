namespace Failover.Cli.Verbs;

internal sealed class ElectionsVerb : Verb
{
    private readonly Argument<string> _name = Parsers.Name("name", "The election to show with its candidates and history; without it all are listed.", isOptional: true);

    public ElectionsVerb()
        : base(
            "elections",
            "Lists the elections, or shows one with its candidates and latest leaderships.",
            new Example("elections", "Lists the elections."),
            new Example("elections dispatcher", "Shows one."))
    {
        Arguments.Add(_name);
    }

    public override async Task RunAsync(Call call, CancellationToken cancellationToken)
    {
        if (call.Get(_name) is { Length: > 0 } name)
        {
            await ShowAsync(call, name, cancellationToken);
            return;
        }

        var elections = await call.Client.GetAsync<IReadOnlyList<ElectionStatus>>("elections", cancellationToken);
        if (call.IsJson)
        {
            call.Printer.Json(elections, FailoverJson.Default.IReadOnlyListElectionStatus);
            return;
        }

        StatusView.Elections(call.Printer, elections, call.Clock);
    }

    private static async Task ShowAsync(Call call, string name, CancellationToken cancellationToken)
    {
        var election = await call.GetElectionAsync(name, cancellationToken);
        if (call.IsJson)
        {
            call.Printer.Json(election, FailoverJson.Default.ElectionStatus);
            return;
        }

        ElectionView.Print(call.Printer, election, call.Clock);
    }
}
