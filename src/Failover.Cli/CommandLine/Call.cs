namespace Failover.Cli.CommandLine;

/// <summary>One invocation of a verb: what was given, whom to ask, where to print.</summary>
internal sealed class Call(ParseResult parse, CliHost host, ClusterClient client, Printer printer)
{
    public ParseResult Parse { get; } = parse;

    public CliHost Host { get; } = host;

    public ClusterClient Client { get; } = client;

    public Printer Printer { get; } = printer;

    public TimeProvider Clock => Host.Clock;

    public bool IsJson => Printer.IsJson;

    public T? Get<T>(Option<T> option) => Parse.GetValue(option);

    public string Get(Argument<string> argument) => Parse.GetValue(argument) ?? "";

    /// <summary>The command line to use next.</summary>
    public string Repeat(params (string Option, string? Value)[] changes) => RepeatedLine.Of(Parse, changes);

    public Task<ClusterStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        Client.GetAsync<ClusterStatus>("status", cancellationToken);

    public Task<ElectionStatus> GetElectionAsync(string election, CancellationToken cancellationToken) =>
        Client.GetAsync<ElectionStatus>($"elections/{Uri.EscapeDataString(election)}", cancellationToken);
}
