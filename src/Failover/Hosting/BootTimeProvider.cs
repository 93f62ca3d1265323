using System.Runtime.InteropServices;

namespace Failover.Hosting;

/// <summary>
/// The system's time, whose timestamps count the time that the machine was suspended: a lease must not outlive a closed lid or a
/// paused virtual machine. Safe to use from any thread.
/// </summary>
/// <remarks>
/// Linux: <c>CLOCK_BOOTTIME</c>. Elsewhere: the timestamps of <see cref="TimeProvider.System"/>, which on Windows count suspend
/// time as well (the performance counter does), and on macOS do not, so a Mac that sleeps may believe in its lease when it wakes
/// until the coordinator is heard from; there, rely on the fencing token.
/// </remarks>
internal sealed partial class BootTimeProvider : TimeProvider
{
    private const int ClockBootTime = 7;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly bool _hasBootTime = OperatingSystem.IsLinux() && TryReadBootTime(out _);

    private BootTimeProvider()
    {
    }

    /// <summary>The one instance.</summary>
    public static BootTimeProvider Instance { get; } = new();

    /// <inheritdoc />
    public override long TimestampFrequency => _hasBootTime ? NanosecondsPerSecond : base.TimestampFrequency;

    /// <inheritdoc />
    public override long GetTimestamp()
    {
        if (!_hasBootTime)
        {
            return base.GetTimestamp();
        }

        // It was readable when the process started, and has no other way to fail.
        return TryReadBootTime(out var timestamp)
            ? timestamp
            : throw new InvalidOperationException($"clock_gettime(CLOCK_BOOTTIME) failed with error {Marshal.GetLastPInvokeError()}.");
    }

    private static bool TryReadBootTime(out long timestamp)
    {
        var succeeded = ClockGetTime(ClockBootTime, out var time) == 0;
        timestamp = ((long)time.Seconds * NanosecondsPerSecond) + time.Nanoseconds;
        return succeeded;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
