using System.Globalization;

namespace Failover.Consensus;

/// <summary>The page files of DotNext 6.12's log.</summary>
internal static class RaftPageFiles
{
    /// <summary>The length of a file of entries, in bytes. It cannot change for a log that exists.</summary>
    public const int DataPageLength = 1024 * 1024;

    private const int MetadataPageLength = 4096;

    /// <summary>
    /// Fills up short files with zeros. DotNext reads a page into memory that it does not clear, so the missing part would
    /// be whatever was there before, and might even look sound.
    /// </summary>
    public static void Complete(string raftPath)
    {
        Complete(Path.Combine(raftPath, "data"), DataPageLength);
        Complete(Path.Combine(raftPath, "metadata"), MetadataPageLength);
    }

    /// <summary>The numbers of the newest files: when they change, there are new names to make durable.</summary>
    public static (long Data, long Metadata) Newest(string raftPath) =>
        (Newest(raftPath, "data"), Newest(raftPath, "metadata"));

    /// <summary>Makes the names of the page files durable.</summary>
    public static void FlushNames(string raftPath)
    {
        DurableFile.FlushDirectory(Path.Combine(raftPath, "data"));
        DurableFile.FlushDirectory(Path.Combine(raftPath, "metadata"));
    }

    private static long Newest(string raftPath, string directory) =>
        Directory.EnumerateFiles(Path.Combine(raftPath, directory))
            .Select(file => long.TryParse(Path.GetFileName(file.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .DefaultIfEmpty(-1)
            .Max();

    private static void Complete(string directory, int length)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        foreach (var file in new DirectoryInfo(directory).GetFiles().Where(file => file.Length < length))
        {
            using var handle = File.OpenHandle(file.FullName, FileMode.Open, FileAccess.Write);
            RandomAccess.SetLength(handle, length);
            RandomAccess.FlushToDisk(handle);
        }
    }
}
