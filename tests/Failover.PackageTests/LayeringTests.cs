using System.Reflection;
using System.Xml.Linq;

namespace Failover.PackageTests;

/// <summary>Who may know whom.</summary>
public sealed class LayeringTests
{
    private static readonly string Source = Path.Combine(
        typeof(LayeringTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        "src");

    [Fact]
    public void The_core_references_no_package_and_no_project()
    {
        var project = File.ReadAllText(Path.Combine(Source, "Failover.Core", "Failover.Core.csproj"));

        Assert.DoesNotContain("PackageReference", project, StringComparison.Ordinal);
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
    }

    [Fact]
    public void The_web_package_uses_the_library_as_its_users_do()
    {
        var project = File.ReadAllText(Path.Combine(Source, "Failover.AspNetCore", "Failover.AspNetCore.csproj"));
        Assert.DoesNotContain("PackageReference", project, StringComparison.Ordinal);
        Assert.Equal(1, Count(project, "<ProjectReference"));
        Assert.Contains("<ProjectReference Include=\"../Failover/Failover.csproj\" />", project, StringComparison.Ordinal);

        foreach (var library in new[] { "Failover.Core", "Failover" })
        {
            var friends = File.ReadAllText(Path.Combine(Source, library, $"{library}.csproj"));
            Assert.DoesNotContain("Include=\"Failover.AspNetCore\"", friends, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_tool_references_the_core_only()
    {
        var project = XDocument.Load(Path.Combine(Source, "Failover.Cli", "Failover.Cli.csproj"));

        Assert.Equal(
            ["../Failover.Core/Failover.Core.csproj"],
            project.Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value));
        Assert.Equal(
            ["Spectre.Console", "System.CommandLine"],
            project.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value));
    }

    [Fact]
    public void Only_the_consensus_folder_knows_DotNext()
    {
        var consensus = Path.Combine(Source, "Failover", "Consensus") + Path.DirectorySeparatorChar;
        var others = Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(consensus, StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Any(line => line.StartsWith("using DotNext", StringComparison.Ordinal)));

        Assert.Empty(others);
    }

    [Fact]
    public void The_core_reads_no_clock_and_starts_nothing()
    {
        string[] forbidden = ["TimeProvider", "Stopwatch", "DateTimeOffset.UtcNow", "Task.Run", "new Thread", "System.IO", "ILogger"];
        var found = Directory.EnumerateFiles(Path.Combine(Source, "Failover.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}Contracts{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => forbidden.Where(word => File.ReadAllText(file).Contains(word, StringComparison.Ordinal)).Select(word => $"{file}: {word}"));

        Assert.Empty(found);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
