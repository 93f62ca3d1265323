using System.Globalization;

namespace Failover.Transport;

/// <summary>A table of open files for one thread.</summary>
internal static class OwnFiles
{
    private const string Table = "/proc/thread-self/fd";

    /// <summary>
    /// Gives the calling thread a table of its own, with these two files, those that every thread needs, and no others: a file is
    /// closed, and its lock free, only when it is in no table any more. False, with nothing changed, where the system does not do it.
    /// </summary>
    public static bool TryHave(int one, int other)
    {
        if (!Directory.Exists(Table) || !LinuxSockets.TryUnshareFiles())
        {
            return false;
        }

        foreach (var entry in new DirectoryInfo(Table).GetFileSystemInfos())
        {
            var number = int.Parse(entry.Name, CultureInfo.InvariantCulture);
            if (number > 2 && number != one && number != other && !IsMemory(entry))
            {
                _ = LinuxSockets.Close(number);
            }
        }

        return true;
    }

    /// <summary>Whether it is memory with a number: the runtime maps code through one, on whichever thread first calls it.</summary>
    private static bool IsMemory(FileSystemInfo entry) =>
        entry.LinkTarget is { } target && (target.StartsWith("/memfd:", StringComparison.Ordinal) || target.StartsWith("/dev/shm/", StringComparison.Ordinal));
}
