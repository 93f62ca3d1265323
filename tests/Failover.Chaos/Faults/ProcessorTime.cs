using System.Globalization;

namespace Failover.Chaos.Faults;

/// <summary>What the processors of this machine have done since it started, in ticks, all processors together.</summary>
/// <param name="Busy">Time in which they worked, or had to wait for the machine below.</param>
/// <param name="All">All time.</param>
internal readonly record struct ProcessorTime(long Busy, long All)
{
    private const string Source = "/proc/stat";
    private const int IdleField = 3;
    private const int WaitsForDiskField = 4;

    /// <summary>user, nice, system, idle, waiting for a disk, two kinds of interrupts, stolen; guests are in user.</summary>
    private const int Fields = 8;

    /// <summary>Why it can not be told here, or null when it can.</summary>
    public static string? WhyNot() => File.Exists(Source) ? null : $"How busy the machine is can not be told: there is no {Source}.";

    public static ProcessorTime Now()
    {
        long[] ticks =
        [
            .. File.ReadLines(Source).First().Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1).Take(Fields).Select(field => long.Parse(field, CultureInfo.InvariantCulture)),
        ];
        return new ProcessorTime(ticks.Sum() - ticks[IdleField] - ticks[WaitsForDiskField], ticks.Sum());
    }

    /// <summary>Which share of the time since was busy, from 0 to 1.</summary>
    public double ShareSince(ProcessorTime since) => All == since.All ? 0 : (double)(Busy - since.Busy) / (All - since.All);
}
