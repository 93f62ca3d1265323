using System.Globalization;

namespace Failover.Chaos.Rounds;

/// <summary>
/// Bounds of time on a machine that may have other things to do. Progress is promised to members that get processor time; so a bound
/// is as many times longer as the machine has more work than processors, with some work to spare. Safety knows no such allowance.
/// </summary>
internal static class Patience
{
    private const double WorkPerProcessor = 4;
    private const double MostTimesLonger = 6;

    /// <summary>A bound, as long as it has to be now.</summary>
    public static TimeSpan Of(TimeSpan bound) => bound * Math.Clamp(Load() / (WorkPerProcessor * Environment.ProcessorCount), 1, MostTimesLonger);

    /// <summary>How many threads want to run, over the last minute; 0 where that is not known.</summary>
    public static double Load() => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : 0;
}
