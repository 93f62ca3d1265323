namespace Failover;

/// <summary>
/// The data directory of this member cannot be used: it is in use, belongs to another member or cluster, or a file in
/// it is damaged or missing. The member refuses to start, because it might break a promise it made to the others.
/// </summary>
/// <remarks>Thread-safe: immutable. The message names the file and what disagrees, and says where the way back is described.</remarks>
public sealed class DataDirectoryException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="path">The file or folder that was found wrong.</param>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="innerException">The cause, or null.</param>
    public DataDirectoryException(string directory, string path, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Directory = directory;
        FilePath = path;
    }

    /// <summary>The data directory of the member.</summary>
    public string Directory { get; }

    /// <summary>The file or folder that was found wrong.</summary>
    public string FilePath { get; }
}
