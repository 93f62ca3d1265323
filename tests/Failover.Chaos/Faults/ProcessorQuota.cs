using System.Diagnostics;
using System.Globalization;

namespace Failover.Chaos.Faults;

/// <summary>
/// Leaves processes a twentieth of a processor: by a control group where this process may make one, otherwise by others that want all
/// processors. Undone when disposed of.
/// </summary>
internal sealed class ProcessorQuota : IAsyncDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private const int PeriodMicroseconds = 100_000;
    private const int QuotaMicroseconds = 5_000;
    private const int BurnersPerProcessor = 8;

    private readonly string? _group;
    private readonly string? _parent;
    private readonly int[] _processes;
    private readonly List<Process> _burners = [];

    private ProcessorQuota(int[] processes, string? parent, string? group)
    {
        _processes = processes;
        _parent = parent;
        _group = group;
    }

    /// <summary>How it is done here.</summary>
    public string Means => _group is null ? "busy processes" : "a control group";

    public static ProcessorQuota Impose(params int[] processes)
    {
        // Version 1 has a hierarchy for processor time alone, version 2 one for everything.
        foreach (var parent in new[] { $"{Root}/cpu", Root })
        {
            var group = string.Create(CultureInfo.InvariantCulture, $"{parent}/failover-chaos-{Environment.ProcessId}");
            try
            {
                return InGroup(processes, parent, group);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if (Directory.Exists(group))
                {
                    Directory.Delete(group);
                }
            }
        }

        var quota = new ProcessorQuota(processes, null, null);
        for (var number = 0; number < Environment.ProcessorCount * BurnersPerProcessor; number++)
        {
            quota._burners.Add(Process.Start("sh", ["-c", "while :; do :; done"]));
        }

        return quota;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var burner in _burners)
        {
            burner.Kill();
            await burner.WaitForExitAsync();
            burner.Dispose();
        }

        if (_group is null)
        {
            return;
        }

        foreach (var process in _processes)
        {
            try
            {
                await File.WriteAllTextAsync($"{_parent}/cgroup.procs", Text(process));
            }
            catch (IOException)
            {
                // It has ended.
            }
        }

        // The kernel may still be busy with the last process that ended in it.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                Directory.Delete(_group);
                return;
            }
            catch (IOException)
            {
                await timer.WaitForNextTickAsync();
            }
        }
    }

    private static ProcessorQuota InGroup(int[] processes, string parent, string group)
    {
        var isVersion1 = File.Exists($"{parent}/cpu.cfs_quota_us");
        if (!isVersion1 && !File.Exists($"{parent}/cgroup.controllers"))
        {
            throw new IOException($"{parent} is no control group.");
        }

        Directory.CreateDirectory(group);
        if (isVersion1)
        {
            File.WriteAllText($"{group}/cpu.cfs_period_us", Text(PeriodMicroseconds));
            File.WriteAllText($"{group}/cpu.cfs_quota_us", Text(QuotaMicroseconds));
        }
        else
        {
            File.WriteAllText($"{parent}/cgroup.subtree_control", "+cpu");
            File.WriteAllText($"{group}/cpu.max", $"{Text(QuotaMicroseconds)} {Text(PeriodMicroseconds)}");
        }

        foreach (var process in processes)
        {
            File.WriteAllText($"{group}/cgroup.procs", Text(process));
        }

        return new ProcessorQuota(processes, parent, group);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
