using System.Text.RegularExpressions;
using Failover.AspNetCore.Tests.Support;

namespace Failover.AspNetCore.Tests.Guides;

/// <summary>The guide's examples are those that this project builds.</summary>
public sealed partial class GuideTests
{
    [Fact]
    public void The_examples_of_the_guide_are_built()
    {
        var source = File.ReadAllText(Path.Combine(
            Repository.Root, "tests", "Failover.AspNetCore.Tests", "Guides", "OperatorsHttpSnippets.cs"));
        string[] built = [.. Snippet().Matches(source).Select(match => Unindent(match.Groups[1].Value))];
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "operators-http.md"));
        string[] shown = [.. Block().Matches(page).Select(match => match.Groups[1].Value.TrimEnd())];

        Assert.NotEmpty(built);
        Assert.Equal(built.Order(), shown.Order());
    }

    private static string Unindent(string text)
    {
        string[] lines = text.TrimEnd().Split('\n');
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }

    [GeneratedRegex(@"// begin-snippet: \w+\n(.+?)\s*// end-snippet", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"```csharp\n(.+?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
