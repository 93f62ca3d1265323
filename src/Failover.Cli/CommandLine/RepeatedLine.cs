using System.CommandLine.Parsing;

namespace Failover.Cli.CommandLine;

/// <summary>The command line to use next: the one that was given, with some options changed. Never shows a token.</summary>
internal static class RepeatedLine
{
    private static readonly string[] NeverShown = ["--token", "--yes", "--idempotency-key"];

    public static string Of(ParseResult parse, params (string Option, string? Value)[] changes)
    {
        List<string> words = [.. Path(parse.CommandResult)];
        words.AddRange(parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value));
        foreach (var option in Options(parse.CommandResult))
        {
            var name = option.Option.Name;
            if (!NeverShown.Contains(name) && !changes.Any(change => change.Option == name))
            {
                words.AddRange(option.Tokens.Count == 0 ? [name] : option.Tokens.SelectMany(token => new[] { name, token.Value }));
            }
        }

        words.AddRange(changes.Where(change => change.Value is not null).SelectMany(change => new[] { change.Option, change.Value! }));
        return ShellWords.Join(words);
    }

    private static IEnumerable<string> Path(CommandResult command) =>
        command.Parent is CommandResult parent ? [.. Path(parent), command.Command.Name] : ["failover"];

    private static IEnumerable<OptionResult> Options(CommandResult command) =>
        [.. command.Children.OfType<OptionResult>().Where(option => !option.Implicit), .. command.Parent is CommandResult parent ? Options(parent) : []];
}
