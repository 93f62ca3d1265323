using System.Globalization;

namespace Failover.Hosting.Tests.Leases;

/// <summary>The clock of section 5: monotonic, and it counts suspend time.</summary>
public sealed class BootTimeProviderTests
{
    [Fact]
    public void Timestamps_never_go_back()
    {
        var previous = long.MinValue;
        for (var i = 0; i < 10_000; i++)
        {
            var now = BootTimeProvider.Instance.GetTimestamp();
            Assert.True(now >= previous);
            previous = now;
        }
    }

    [Fact]
    public void On_Linux_it_is_the_time_since_boot_that_the_kernel_reports()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "CLOCK_BOOTTIME is Linux's.");

        var before = BootTimeProvider.Instance.GetTimestamp();
        var uptime = File.ReadAllText("/proc/uptime").Split(' ')[0];
        var after = BootTimeProvider.Instance.GetTimestamp();

        // The kernel prints hundredths of a second, cut off.
        var seconds = double.Parse(uptime, CultureInfo.InvariantCulture);
        Assert.Equal(1_000_000_000, BootTimeProvider.Instance.TimestampFrequency);
        Assert.InRange(seconds, (before / 1e9) - 0.02, (after / 1e9) + 0.02);
    }
}
