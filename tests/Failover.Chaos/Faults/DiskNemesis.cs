using System.Globalization;
using Failover.Chaos.Plans;
using Failover.Chaos.Rounds;
using Failover.Testing;
using TaskDispatch.Cluster;

namespace Failover.Chaos.Faults;

/// <summary>Faults of the disks that members keep their logs on. A full one is a small file system of its own, for root only.</summary>
internal sealed class DiskNemesis : INemesis
{
    private const string MountPrefix = "failover-chaos";
    private const int MostCallsBefore = 8;
    private const string MountOptions = "size=24m";

    private readonly Dictionary<string, DiskShim> _shims = [];
    private readonly SortedDictionary<string, long> _events = new(StringComparer.Ordinal);
    private readonly string _directory = Directory.CreateTempSubdirectory("failover-chaos-disks-").FullName;
    private readonly List<string> _mounts = [];
    private readonly List<ReservedPort> _ports = [];

    private DiskNemesis(IReadOnlyList<FaultKind> kinds) => Kinds = kinds;

    public IReadOnlyList<FaultKind> Kinds { get; }

    public IReadOnlyList<string> Settings => [];

    public IReadOnlyDictionary<string, long> Events => _events;

    private static bool CanMount => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Shell.Has("mount");

    /// <summary>Why disks can not be made to fail here, or null.</summary>
    public static string? WhyNot() => DiskShim.WhyNot();

    public static async Task<DiskNemesis> CreateAsync(int size)
    {
        await SweepAsync();
        var nemesis = new DiskNemesis(
            [FaultKind.FailingDisk, FaultKind.FailingFlush, FaultKind.FailingCheckpoint, FaultKind.FailingCheckpoint, FaultKind.SlowDisk, .. CanMount ? [FaultKind.FullDisk] : Array.Empty<FaultKind>()]);
        try
        {
            await nemesis.PrepareAsync(size);
            return nemesis;
        }
        catch
        {
            await nemesis.DisposeAsync();
            throw;
        }
    }

    public MemberPlace? Place(string name, string directory)
    {
        var (cluster, http) = (new ReservedPort(), new ReservedPort());
        _ports.Add(cluster);
        _ports.Add(http);
        return new MemberPlace($"127.0.0.1:{cluster.Number}", $"http://127.0.0.1:{http.Number}")
        {
            DataDirectory = Path.Combine(Disk(name), "data"),
            Surroundings = _shims[name].Surroundings,
        };
    }

    public async Task InjectAsync(Arena arena, Injection injection)
    {
        var (leader, coordinator) = await arena.RolesAsync();
        var victim = injection.Fault.Choose([leader, coordinator, arena.Names.First(name => name != leader && name != coordinator)]);
        injection.Begin($"{victim}, while {leader} led and {coordinator} coordinated");
        await SetAsync(victim, injection.Fault);

        // Something to write.
        await arena.TryHandOverAsync(leader);
        await arena.PassAsync(injection.Fault.Length);
        await HealAsync(victim);
        var failures = _shims[victim].Failures;
        if (failures > 0)
        {
            var ended = await arena.EndsAsync(victim);
            injection.Check(ended, $"{failures} writes or flushes failed, and the member went on.");
            Count($"{injection.Fault.Kind}: member {(ended ? "ended" : "went on")} after its disk had failed");
            if (!ended)
            {
                arena.Kill(victim);
            }
        }

        // A member whose disk was full may end yet: whoever ends before all agree again is started again.
        arena.RestartsEnded = true;
        if (failures > 0)
        {
            await arena.StartAgainAsync(victim);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var shim in _shims.Values)
        {
            shim.Dispose();
        }

        foreach (var mount in _mounts)
        {
            await Shell.TryAsync($"umount -l {mount}");
        }

        _ports.ForEach(port => port.Dispose());
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Unmounts what processes left behind that were killed.</summary>
    private static async Task SweepAsync()
    {
        if (!CanMount)
        {
            return;
        }

        foreach (var mount in (await File.ReadAllLinesAsync("/proc/mounts")).Select(line => line.Split(' ')))
        {
            if (mount[0].StartsWith($"{MountPrefix}-", StringComparison.Ordinal) && !Directory.Exists($"/proc/{mount[0].Split('-')[^1]}"))
            {
                await Shell.TryAsync($"umount -l {mount[1]}");
            }
        }
    }

    private async Task PrepareAsync(int size)
    {
        var library = await DiskShim.CompileAsync(_directory);
        for (var number = 1; number <= size; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"n{number}");
            var disk = Disk(name);
            Directory.CreateDirectory(disk);
            if (CanMount)
            {
                await Shell.RunAsync($"mount -t tmpfs -o {MountOptions} {MountPrefix}-{Environment.ProcessId} {disk}");
                _mounts.Add(disk);
            }

            _shims[name] = new DiskShim(library, Path.Combine(_directory, $"{name}.control"), disk);
        }
    }

    private async Task SetAsync(string victim, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.FullDisk:
                await FillAsync(Path.Combine(Disk(victim), "filler"));
                break;
            case FaultKind.FailingDisk:
                _shims[victim].Set(DiskMode.Failing);
                break;
            case FaultKind.FailingFlush:
                _shims[victim].Set(DiskMode.FailingFlush);
                break;
            case FaultKind.SlowDisk:
                _shims[victim].Set(DiskMode.Slow, 10 << (fault.Choice % 7));
                break;
            case FaultKind.FailingCheckpoint:
                _shims[victim].Set(DiskMode.FailingCheckpoint, fault.Choice % MostCallsBefore);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "not a fault of this group");
        }
    }

    private async Task HealAsync(string victim)
    {
        _shims[victim].Heal();
        await Task.Run(() => File.Delete(Path.Combine(Disk(victim), "filler")));
    }

    private static async Task FillAsync(string path)
    {
        var chunk = new byte[4_096];
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                await file.WriteAsync(chunk);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private string Disk(string name) => Path.Combine(_directory, name);

    private void Count(string what) => _events[what] = _events.GetValueOrDefault(what) + 1;
}
