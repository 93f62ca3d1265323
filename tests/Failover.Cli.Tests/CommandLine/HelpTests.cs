using System.CommandLine;
using Failover.Cli.CommandLine;

namespace Failover.Cli.Tests.CommandLine;

public sealed class HelpTests
{
    public static TheoryData<string> Commands() => [.. All(new FailoverTool(new Tool().Host()).Root, "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_help_ends_with_examples(string command)
    {
        var tool = new Tool();

        Assert.Equal(0, await tool.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]));

        var examples = tool.Out.Text[tool.Out.Text.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.Contains($"failover {command}", examples, StringComparison.Ordinal);
        Assert.Equal("", tool.Error.Text);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_is_a_line_that_parses(string command)
    {
        var root = new FailoverTool(new Tool().Host()).Root;
        var examples = ((IHasExamples)Find(root, command)).Examples;

        Assert.NotEmpty(examples);
        foreach (var line in examples.Select(example => example.Line).Where(line => !line.Contains('<', StringComparison.Ordinal)))
        {
            // What follows is the shell's, as are its single quotes.
            var parse = root.Parse(line.Split(" >", 2)[0].Replace('\'', '"'));
            Assert.True(parse.Errors.Count == 0, $"{line}: {string.Join(' ', parse.Errors.Select(error => error.Message))}");
        }
    }

    [Fact]
    public async Task Help_does_not_need_a_line_without_errors()
    {
        var tool = new Tool();

        Assert.Equal(0, await tool.RunAsync("pause", "--for", "x", "--help"));

        Assert.Contains("failover pause dispatcher --for 10m", tool.Out.Text, StringComparison.Ordinal);
    }

    private static Command Find(Command root, string path) => path.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(root, (command, name) => command.Subcommands.Single(child => child.Name == name));

    private static IEnumerable<string> All(Command command, string path) =>
        [path, .. command.Subcommands.SelectMany(child => All(child, path.Length == 0 ? child.Name : $"{path} {child.Name}"))];
}
