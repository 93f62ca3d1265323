using System.Runtime.InteropServices;
using Failover.Diagnostics;

namespace Failover.Consensus;

/// <summary>Small files that are replaced as a whole, and are on disk when the call returns.</summary>
internal static partial class DurableFile
{
    private const int ReadOnlyFlag = 0;

    /// <summary>Writes beside the file, flushes, renames over it, and flushes the directory: the old content or the new, never a mixture.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        using (var handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(handle, content, 0);
            RandomAccess.FlushToDisk(handle);
        }

        Failpoints.Reach(Failpoint.FileNotRenamed);
        File.Move(temporary, path, overwrite: true);
        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the names in a directory durable. Windows journals them by itself.</summary>
    public static void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(directory, ReadOnlyFlag);
        if (descriptor < 0)
        {
            throw LastError(directory);
        }

        try
        {
            if (Fsync(descriptor) != 0)
            {
                throw LastError(directory);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException LastError(string directory) =>
        new($"The directory {directory} could not be flushed: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
