namespace Failover.Cli.CommandLine;

/// <summary>The options that every verb has.</summary>
internal sealed class GlobalOptions
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    public Option<string[]> Servers { get; } = new("--server", "-s")
    {
        Description = "The address of a member, for example https://n1:8443; without a path /failover is meant. Repeat it for more members: the next one is asked when one does not answer. [FAILOVER_SERVERS, separated by commas]",
        HelpName = "url",
        Recursive = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public Option<string?> Output { get; } = WithRecursion(Parsers.Word("--output", "For people (table, the default) or for programs (json).", "table", "json"), "-o");

    public Option<TimeSpan?> Timeout { get; } = WithRecursion(
        Parsers.Duration("--timeout", $"How long to wait for an answer, all members together. Default: {DurationText.Format(DefaultTimeout)}; for drill 2m.", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)));

    public Option<string?> Token { get; } = WithRecursion(Parsers.Text("--token", "A bearer token. Others on this machine may see it in the list of processes: prefer the variable. [FAILOVER_TOKEN]", 16_384, "token"));

    public Option<string?> Certificate { get; } = WithRecursion(Parsers.Text("--cert", "A PEM file with the client certificate. [FAILOVER_CERT]", 4_096, "file"));

    public Option<string?> Key { get; } = WithRecursion(Parsers.Text("--key", "A PEM file with its private key, where --cert does not hold it. [FAILOVER_KEY]", 4_096, "file"));

    public Option<string?> Authority { get; } = WithRecursion(
        Parsers.Text("--cacert", "A PEM file with the certificate authorities to trust, instead of the system's. [FAILOVER_CACERT]", 4_096, "file"));

    public void AddTo(Command root)
    {
        Servers.CustomParser = result => [.. result.Tokens.Select(token => token.Value)];
        Servers.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (ServerAddress.Parse(token.Value, out var problem) is null)
                {
                    result.AddError($"--server: {problem}.");
                }
            }
        });
        foreach (var option in new Option[] { Servers, Output, Timeout, Token, Certificate, Key, Authority })
        {
            root.Options.Add(option);
        }
    }

    /// <summary>The members to ask: those of the command line or, without any, those of the environment.</summary>
    public IReadOnlyList<ServerAddress> ServersOf(ParseResult parse, CliHost host)
    {
        if (parse.GetValue(Servers) is { Length: > 0 } given)
        {
            return [.. given.Select(text => ServerAddress.Parse(text, out _)!)];
        }

        var servers = new List<ServerAddress>();
        foreach (var text in (host.Variable("FAILOVER_SERVERS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            servers.Add(ServerAddress.Parse(text, out var problem) ?? throw CliException.Usage($"FAILOVER_SERVERS: {problem}."));
        }

        return servers.Count > 0
            ? servers
            : throw CliException.Usage(
                "No server is named.",
                "Add --server http://localhost:8080, or set FAILOVER_SERVERS to the addresses of some members, separated by commas.");
    }

    public HandlerSettings HandlerOf(ParseResult parse, CliHost host) => new(
        ValueOf(parse, Certificate, host, "FAILOVER_CERT"),
        ValueOf(parse, Key, host, "FAILOVER_KEY"),
        ValueOf(parse, Authority, host, "FAILOVER_CACERT"));

    public string? TokenOf(ParseResult parse, CliHost host)
    {
        var token = ValueOf(parse, Token, host, "FAILOVER_TOKEN")?.Trim();
        return token is null || Parsers.IsHeaderText(token)
            ? token
            : throw CliException.Usage("The token holds characters that no token has.", "Give it with --token or FAILOVER_TOKEN, as it was issued: letters, digits and signs, without spaces.");
    }

    private static string? ValueOf(ParseResult parse, Option<string?> option, CliHost host, string variable) =>
        parse.GetValue(option) ?? (host.Variable(variable) is { Length: > 0 } value ? value : null);

    private static Option<T> WithRecursion<T>(Option<T> option, params string[] aliases)
    {
        option.Recursive = true;
        foreach (var alias in aliases)
        {
            option.Aliases.Add(alias);
        }

        return option;
    }
}
