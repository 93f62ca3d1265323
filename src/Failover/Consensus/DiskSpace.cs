namespace Failover.Consensus;

/// <summary>How much room is left.</summary>
internal static class DiskSpace
{
    /// <summary>Returns the bytes that this process may still write to the disk of a directory.</summary>
    public static long Free(string directory)
    {
        var path = Path.GetFullPath(directory);
        return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(path)! : path).AvailableFreeSpace;
    }
}
