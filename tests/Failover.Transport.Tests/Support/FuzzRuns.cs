using System.Globalization;

namespace Failover.Transport.Tests;

/// <summary>How long the fuzz tests run, and from which seed.</summary>
/// <remarks>FAILOVER_FUZZ_RUNS sets the number of inputs (default 2,000), FAILOVER_FUZZ_SEED repeats a run.</remarks>
internal static class FuzzRuns
{
    public static int Count => Read("FAILOVER_FUZZ_RUNS") ?? 2_000;

    /// <summary>A generator whose seed is in the test's output.</summary>
    public static Random Start()
    {
        var seed = Read("FAILOVER_FUZZ_SEED") ?? Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"FAILOVER_FUZZ_SEED={seed} FAILOVER_FUZZ_RUNS={Count}");
        return new Random(seed);
    }

    private static int? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
