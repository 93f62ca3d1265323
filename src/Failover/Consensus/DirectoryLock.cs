using System.Globalization;

namespace Failover.Consensus;

/// <summary>Keeps a data directory to one process. The operating system lets go of it when the process ends, however it ends.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream _stream;

    private DirectoryLock(FileStream stream) => _stream = stream;

    /// <exception cref="DataDirectoryException">Another process (or another instance in this one) holds the directory.</exception>
    public static DirectoryLock Acquire(string directory)
    {
        var path = Path.Combine(directory, "lock");
        var holderPath = Path.Combine(directory, "lock.holder");
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error is not DirectoryNotFoundException)
        {
            throw new DataDirectoryException(
                directory,
                path,
                $"The data directory {directory} is in use by process {ReadHolder(holderPath)}. "
                + "Each member needs its own directory, and only one process at a time may use it.",
                error);
        }

        // The holder's id has its own file: the locked one cannot be opened by those who want to read it.
        File.WriteAllText(holderPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new DirectoryLock(stream);
    }

    public void Dispose() => _stream.Dispose();

    private static string ReadHolder(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "(unknown)";
        }
    }
}
