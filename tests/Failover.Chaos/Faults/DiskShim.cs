using System.IO.MemoryMappedFiles;
using Failover.Testing;

namespace Failover.Chaos.Faults;

/// <summary>What stands between a member and its disk; see <c>disk-shim.c</c>.</summary>
internal sealed class DiskShim : IDisposable
{
    private const int ControlBytes = 3 * sizeof(int);

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _control;

    /// <param name="library">The compiled shim.</param>
    /// <param name="control">A path for the control file.</param>
    /// <param name="directory">The directory whose files it is about.</param>
    public DiskShim(string library, string control, string directory)
    {
        File.WriteAllBytes(control, new byte[ControlBytes]);
        _file = MemoryMappedFile.CreateFromFile(control, FileMode.Open, mapName: null, ControlBytes);
        _control = _file.CreateViewAccessor(0, ControlBytes);
        Surroundings = new ProcessSurroundings
        {
            Environment = new Dictionary<string, string>
            {
                ["LD_PRELOAD"] = library,
                ["FAILOVER_SHIM_CONTROL"] = control,
                ["FAILOVER_SHIM_DIRECTORY"] = directory,
            },
        };
    }

    /// <summary>What a process must be started in.</summary>
    public ProcessSurroundings Surroundings { get; }

    /// <summary>How many calls have failed since the fault was set.</summary>
    public int Failures => _control.ReadInt32(2 * sizeof(int));

    /// <summary>Why it can not be compiled here, or null.</summary>
    public static string? WhyNot() =>
        OperatingSystem.IsLinux() && Shell.Has("cc") ? null : "A disk that fails needs Linux and a C compiler (package gcc).";

    /// <summary>Compiles it.</summary>
    public static async Task<string> CompileAsync(string directory)
    {
        var library = Path.Combine(directory, "disk-shim.so");
        await Shell.RunAsync($"cc -O2 -shared -fPIC -o {library} {Path.Combine(AppContext.BaseDirectory, "disk-shim.c")} -ldl");
        return library;
    }

    /// <summary>Begins a fault.</summary>
    /// <param name="mode">Which.</param>
    /// <param name="number">The delay in milliseconds, or how many calls are let through before the one that fails.</param>
    public void Set(DiskMode mode, int number = 0)
    {
        _control.Write(2 * sizeof(int), 0);
        _control.Write(sizeof(int), number);
        _control.Write(0, (int)mode);
    }

    /// <summary>Ends it. <see cref="Failures"/> stays, so that none is missed that happened meanwhile.</summary>
    public void Heal() => _control.Write(0, (int)DiskMode.Sound);

    public void Dispose()
    {
        _control.Dispose();
        _file.Dispose();
    }
}
