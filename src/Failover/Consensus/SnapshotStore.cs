using System.Globalization;

namespace Failover.Consensus;

/// <summary>The snapshots of a member: the newest, and the one before it.</summary>
internal sealed class SnapshotStore(string path)
{
    private const string Extension = ".snapshot";
    private const int Kept = 2;

    public string Path => path;

    public bool Exists => Directory.Exists(path) && Files().Any();

    /// <summary>Returns the newest snapshot that is sound, or null when there is none.</summary>
    public (StoredSnapshot Snapshot, ReadOnlyMemory<byte> State)? LoadNewest()
    {
        if (!Directory.Exists(path))
        {
            return null;
        }

        foreach (var abandoned in Directory.GetFiles(path, "*.new"))
        {
            File.Delete(abandoned);
        }

        foreach (var file in Files())
        {
            var content = File.ReadAllBytes(file);
            if (SnapshotFormat.TryDecode(content, out var position, out var state))
            {
                return (new StoredSnapshot(file, position, content.Length), state);
            }
        }

        return null;
    }

    /// <summary>Stores a snapshot; it is on disk, and was read back, when this returns.</summary>
    /// <exception cref="IOException">It could not be written, or what was written cannot be read.</exception>
    public StoredSnapshot Save(LogPosition position, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(path);
        var file = System.IO.Path.Combine(path, position.Index.ToString("D20", CultureInfo.InvariantCulture) + Extension);
        DurableFile.Replace(file, content);
        if (!File.ReadAllBytes(file).AsSpan().SequenceEqual(content))
        {
            throw new IOException($"The snapshot {file} does not read back as it was written.");
        }

        return new StoredSnapshot(file, position, content.Length);
    }

    /// <summary>Deletes all but the newest two.</summary>
    public void Prune()
    {
        foreach (var file in Files().Skip(Kept))
        {
            File.Delete(file);
        }
    }

    private IEnumerable<string> Files() => Directory.GetFiles(path, "*" + Extension).OrderDescending(StringComparer.Ordinal);
}
