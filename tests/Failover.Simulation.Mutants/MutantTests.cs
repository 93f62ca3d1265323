using Failover.Simulation.Runs;

namespace Failover.Simulation.Mutants;

/// <summary>A simulation that holds proves something only if it finds bugs: here are some, and it finds them.</summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private const ulong Seeds = 6_000;

    public static TheoryData<string> Bugs => [.. Mutations.All];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_deliberate_bug_is_found(string bug)
    {
        Mutations.Active = bug;
        try
        {
            for (ulong seed = 1; seed <= Seeds; seed++)
            {
                if (Scenario.Of(seed).Run().Violation is { } violation)
                {
                    output.WriteLine($"Seed {seed}: {violation.Message.Split('\n')[0]}");
                    return;
                }
            }
        }
        finally
        {
            Mutations.Active = null;
        }

        Assert.Fail($"{Seeds} seeds did not find this bug: {bug}.");
    }

    [Fact]
    public void Without_a_bug_the_copy_behaves_like_the_core() =>
        Assert.All(Enumerable.Range(1, 50), seed => Assert.Null(Scenario.Of((ulong)seed).Run().Violation));

    [Fact]
    public void Every_bug_still_fits_the_core() => Assert.Empty(Mutations.Stale);
}
