using System.IO.Compression;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Failover.PackageTests;

/// <summary>The packages as a user gets them: packed, then restored, built and run by a project that knows nothing else of ours.</summary>
public sealed partial class PackageTests : IDisposable
{
    private const string Version = "0.0.1-packed";

    private static readonly string Root = typeof(PackageTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private readonly string _directory = Directory.CreateTempSubdirectory("failover-package-").FullName;

    private string Feed => Path.Combine(_directory, "feed");

    private string Consumer => Path.Combine(_directory, "consumer");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Packages_are_complete_and_a_consumer_builds_and_runs_with_them()
    {
        foreach (var project in new[] { "Failover.Core", "Failover", "Failover.AspNetCore", "Failover.Testing" })
        {
            // Into a folder of its own: other test projects use the repository's build output at the same time.
            await DotNet.RunAsync(
                Root,
                "pack", $"src/{project}", "-c", "Release", "-o", Feed, $"-p:Version={Version}",
                $"-p:ArtifactsPath={Path.Combine(_directory, "artifacts")}");
            AssertComplete(project);
        }

        await WriteConsumerAsync();
        var printed = await DotNet.RunAsync(Consumer, "run", "--", $"--Failover:DataDirectory={Path.Combine(_directory, "data")}");

        Assert.Contains("leading dispatcher, held: True", printed, StringComparison.Ordinal);
    }

    private void AssertComplete(string project)
    {
        using var package = ZipFile.OpenRead(Path.Combine(Feed, $"{project}.{Version}.nupkg"));
        string[] entries = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Contains("README.md", entries);
        Assert.Contains($"lib/net10.0/{project}.dll", entries);
        Assert.Contains($"lib/net10.0/{project}.xml", entries);
        Assert.True(File.Exists(Path.Combine(Feed, $"{project}.{Version}.snupkg")), "the symbols are missing");

        using var reader = new StreamReader(package.GetEntry($"{project}.nuspec")!.Open());
        Assert.Contains("<license type=\"expression\">MIT</license>", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    private async Task WriteConsumerAsync()
    {
        Directory.CreateDirectory(Consumer);
        var source = Path.Combine(AppContext.BaseDirectory, "Consumer");
        var versions = await File.ReadAllTextAsync(Path.Combine(Root, "Directory.Packages.props"));
        var project = await File.ReadAllTextAsync(Path.Combine(source, "Consumer.csproj.txt"));
        await File.WriteAllTextAsync(
            Path.Combine(Consumer, "Consumer.csproj"),
            project
                .Replace("PACKED_VERSION", Version, StringComparison.Ordinal)
                .Replace("EXTENSIONS_VERSION", ExtensionsVersion().Match(versions).Groups[1].Value, StringComparison.Ordinal)
                .Replace("MACHINE_PACKAGES", MachinePackages(), StringComparison.Ordinal));
        File.Copy(Path.Combine(source, "Program.cs.txt"), Path.Combine(Consumer, "Program.cs"));
    }

    private static string MachinePackages() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [GeneratedRegex("<ExtensionsVersion>(.+)</ExtensionsVersion>")]
    private static partial Regex ExtensionsVersion();
}
