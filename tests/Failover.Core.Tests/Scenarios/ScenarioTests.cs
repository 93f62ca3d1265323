using System.Reflection;

namespace Failover.Core.Tests.Scenarios;

/// <summary>
/// Each file here is a scenario with its whole outcome. <c>FAILOVER_REWRITE=1</c> writes the present outcome into the files; the
/// difference is what there is to review.
/// </summary>
public sealed class ScenarioTests
{
    private static readonly string Folder = typeof(ScenarioTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ScenarioFolder").Value!;

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_scenario_has_the_outcome_that_is_written_down(string file)
    {
        var path = Path.Combine(Folder, file);
        var expected = File.ReadAllText(path).ReplaceLineEndings("\n");
        var actual = ScenarioRunner.Run(expected);
        if (Environment.GetEnvironmentVariable("FAILOVER_REWRITE") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.Equal(expected, actual);
    }
}
