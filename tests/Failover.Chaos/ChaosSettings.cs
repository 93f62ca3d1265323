using System.Globalization;

namespace Failover.Chaos;

/// <summary>What the environment says about a campaign.</summary>
internal static class ChaosSettings
{
    private const double DefaultMinutes = 2;
    private const int DefaultSeed = 1;

    /// <summary><c>FAILOVER_CHAOS_MINUTES</c>: how long the tests do harm, all groups together. Default: 2.</summary>
    public static TimeSpan Length => TimeSpan.FromMinutes(
        Read("FAILOVER_CHAOS_MINUTES") is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : DefaultMinutes);

    /// <summary><c>FAILOVER_CHAOS_SEED</c>. Default: 1.</summary>
    public static int Seed => Read("FAILOVER_CHAOS_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : DefaultSeed;

    /// <summary>
    /// <c>FAILOVER_CHAOS_PACE</c>: by how much all timings of the members are longer than the default, and the faults with them. For
    /// machines so busy that a member may not run for tens of milliseconds. Default: 1.
    /// </summary>
    public static double Pace => Read("FAILOVER_CHAOS_PACE") is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : 1;

    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
