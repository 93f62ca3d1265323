namespace Failover.Chaos.Faults;

/// <summary>A file of a data directory, and what happens to it.</summary>
/// <param name="Path">Relative to the directory.</param>
/// <param name="Damage">What happens.</param>
internal sealed record DamagedFile(string Path, FileDamage Damage)
{
    private const int RegionBytes = 16;

    public override string ToString() => $"{Path} {Damage}";

    /// <summary>Chooses a file of a directory, and what happens to it.</summary>
    public static DamagedFile Choose(string directory, Random random)
    {
        string[] files = [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var damages = Enum.GetValues<FileDamage>();
        return new DamagedFile(System.IO.Path.GetRelativePath(directory, files[random.Next(files.Length)]), damages[random.Next(damages.Length)]);
    }

    /// <summary>Does it.</summary>
    public void Apply(string directory)
    {
        var file = System.IO.Path.Combine(directory, Path);
        if (Damage == FileDamage.Deleted)
        {
            File.Delete(file);
            return;
        }

        File.WriteAllBytes(file, Apply(File.ReadAllBytes(file)));
    }

    private byte[] Apply(byte[] content)
    {
        // Files are longer than what is in them; damage beyond would be none.
        var used = content.AsSpan().TrimEnd((byte)0).Length;
        switch (Damage)
        {
            case FileDamage.Emptied:
                return [];
            case FileDamage.CutInHalf:
                return content[..(content.Length / 2)];
            case FileDamage.Zeroed:
                return new byte[content.Length];
        }

        if (used == 0)
        {
            return content;
        }

        var at = Damage switch
        {
            FileDamage.ZeroedAtStart or FileDamage.BitFlippedAtStart => 0,
            FileDamage.ZeroedInMiddle or FileDamage.BitFlippedInMiddle => used / 2,
            FileDamage.ZeroedAtEnd => Math.Max(0, used - RegionBytes),
            _ => used - 1,
        };
        if (Damage is FileDamage.ZeroedAtStart or FileDamage.ZeroedInMiddle or FileDamage.ZeroedAtEnd)
        {
            content.AsSpan(at, Math.Min(RegionBytes, content.Length - at)).Clear();
        }
        else
        {
            content[at] ^= 0x10;
        }

        return content;
    }
}
