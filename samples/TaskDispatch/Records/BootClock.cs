using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TaskDispatch.Records;

/// <summary>
/// The time since this machine started: a clock that all its processes read alike, that never steps, and that on Linux
/// (CLOCK_BOOTTIME) goes on while the machine is suspended. Says nothing across machines.
/// </summary>
/// <remarks>
/// Elsewhere it is <see cref="Stopwatch"/>'s counter, which on Windows and macOS too is one for the whole machine. There it may
/// stand still during suspension; for comparing processes of one machine that is no matter.
/// </remarks>
public static partial class BootClock
{
    private const int ClockBootTime = 7;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Nanoseconds since the machine started.</summary>
    public static long NowNanoseconds => OperatingSystem.IsLinux() ? ReadLinux() : ReadStopwatch();

    private static long ReadLinux()
    {
        if (ClockGetTime(ClockBootTime, out var time) != 0)
        {
            throw new InvalidOperationException($"clock_gettime(CLOCK_BOOTTIME) failed with error {Marshal.GetLastPInvokeError()}.");
        }

        return (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds;
    }

    private static long ReadStopwatch() => (long)((Int128)Stopwatch.GetTimestamp() * NanosecondsPerSecond / Stopwatch.Frequency);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    // Both fields have the width of a machine word on every 64-bit Linux.
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
