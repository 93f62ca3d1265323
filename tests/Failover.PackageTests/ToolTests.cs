using System.Reflection;

namespace Failover.PackageTests;

/// <summary>The tool as its user gets it: packed, installed from a folder, and run.</summary>
public sealed class ToolTests : IDisposable
{
    private const string Version = "0.0.1-packed";

    private static readonly string Root = typeof(ToolTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private readonly string _directory = Directory.CreateTempSubdirectory("failover-tool-").FullName;

    private string Feed => Path.Combine(_directory, "feed");

    private string Tools => Path.Combine(_directory, "tools");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_tool_installs_from_its_package_and_runs()
    {
        // The rules of the build are checked where it is built; this is about the package.
        await DotNet.RunAsync(
            Root,
            "pack", "src/Failover.Cli", "-c", "Release", "-o", Feed, $"-p:Version={Version}", "-p:RunAnalyzers=false",
            $"-p:ArtifactsPath={Path.Combine(_directory, "artifacts")}");
        await DotNet.RunAsync(_directory, "tool", "install", "Failover.Cli", "--tool-path", Tools, "--source", Feed, "--version", Version);

        var tool = Path.Combine(Tools, OperatingSystem.IsWindows() ? "failover.exe" : "failover");
        Assert.Contains("failover approve dispatcher", await DotNet.RunProgramAsync(tool, _directory, "--help"), StringComparison.Ordinal);
        Assert.Contains(Version, await DotNet.RunProgramAsync(tool, _directory, "--version"), StringComparison.Ordinal);

        // Reads and writes the shared contracts: a file without a record is no trail.
        var trail = Path.Combine(_directory, "audit.jsonl");
        await File.WriteAllTextAsync(trail, "", TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => DotNet.RunProgramAsync(tool, _directory, "audit", "verify", "--file", trail, "-o", "json"));
        Assert.Contains("\"intact\": false", refusal.Message, StringComparison.Ordinal);
    }
}
