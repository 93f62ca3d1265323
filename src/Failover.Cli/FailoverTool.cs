using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Failover.Cli;

/// <summary>The tool: reads the command line, runs the verb, and turns every failure into words and an exit code.</summary>
internal sealed class FailoverTool
{
    /// <summary>EPIPE.</summary>
    private const int BrokenPipe = 32;

    private readonly CliHost _host;
    private readonly GlobalOptions _options = new();

    public FailoverTool(CliHost host)
    {
        _host = host;
        Root = new ToolCommand();
        _options.AddTo(Root);
        foreach (var command in Verbs.AllVerbs.Create())
        {
            Root.Subcommands.Add(command);
        }

        foreach (var help in Root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        }

        Connect(Root);
    }

    public RootCommand Root { get; }

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        // A reason that begins with @ is a reason, and names no file to read arguments from.
        var parse = Root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Action is ParseErrorAction || (parse.Errors.Count > 0 && parse.CommandResult.Command is Verb && parse.Action is null))
        {
            return Report(UsageError(parse), IsJson(parse, arguments));
        }

        var configuration = new InvocationConfiguration { Output = _host.Out, Error = _host.Error, EnableDefaultExceptionHandler = false };
        return await parse.InvokeAsync(configuration, cancellationToken);
    }

    private void Connect(Command command)
    {
        if (command is Verb verb)
        {
            verb.SetAction((parse, cancellationToken) => RunAsync(verb, parse, cancellationToken));
        }

        foreach (var child in command.Subcommands)
        {
            Connect(child);
        }
    }

    private async Task<int> RunAsync(Verb verb, ParseResult parse, CancellationToken cancellationToken)
    {
        var isJson = parse.GetValue(_options.Output) == "json";
        try
        {
            var printer = new Printer(_host, isJson);
            using var client = verb.AsksCluster(parse) ? CreateClient(verb, parse, printer) : null;
            await verb.RunAsync(new Call(parse, _host, client!, printer), cancellationToken);
            return ExitCode.Done;
        }
        catch (CliException error)
        {
            return Report(error, isJson);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (IOException error) when (error.HResult == BrokenPipe)
        {
            // Whoever read the output has read enough.
            return ExitCode.Interrupted;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Report(new CliException(ExitCode.Failed, error.Message, error), isJson);
        }
    }

    private ClusterClient CreateClient(Verb verb, ParseResult parse, Printer printer)
    {
        var servers = _options.ServersOf(parse, _host);
        var token = _options.TokenOf(parse, _host);
        if (token is not null && servers.FirstOrDefault(server => server.Root.Scheme == "http" && !server.Root.IsLoopback) is { } clear)
        {
            printer.Remark(Piece.Warning($"warning: your token goes to {clear} unencrypted; use https"));
        }

        return new ClusterClient(
            _host.CreateHandler(_options.HandlerOf(parse, _host)),
            servers,
            token,
            parse.GetValue(_options.Timeout) ?? verb.DefaultTimeout,
            _host.Clock);
    }

    private static CliException UsageError(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var path = command is RootCommand ? "failover" : $"failover {string.Join(' ', command.Parents.OfType<Command>().Where(parent => parent is not RootCommand).Select(parent => parent.Name).Append(command.Name))}";
        return CliException.Usage(
            string.Join(' ', parse.Errors.Select(error => error.Message).Distinct()),
            $"See {path} --help");
    }

    /// <summary>The line could not be read, but what it says of the output may still be seen.</summary>
    private bool IsJson(ParseResult parse, IReadOnlyList<string> arguments) =>
        parse.GetResult(_options.Output) is { Tokens: [{ Value: "json" }] } || arguments.Contains("--output=json");

    private int Report(CliException error, bool isJson)
    {
        var printer = new Printer(_host, isJson);
        if (isJson)
        {
            printer.ErrorJson(ErrorReport.Of(error), CliJson.Default.ErrorReport);
            return error.ExitCode;
        }

        printer.ErrorLine(Piece.Bad("failover: "), error.Message);
        foreach (var next in error.Next)
        {
            printer.ErrorLine("  ", next);
        }

        return error.ExitCode;
    }
}
