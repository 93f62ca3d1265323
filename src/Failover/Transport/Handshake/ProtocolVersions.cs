namespace Failover.Transport;

/// <summary>The protocol versions that a process speaks, so that an upgrade can go member by member.</summary>
internal readonly record struct ProtocolVersions(byte Lowest, byte Highest)
{
    /// <summary>What this build speaks.</summary>
    public static readonly ProtocolVersions Current = new(1, 1);

    public bool Overlaps(ProtocolVersions other) => Lowest <= other.Highest && other.Lowest <= Highest;

    public override string ToString() => Lowest == Highest ? $"version {Lowest}" : $"versions {Lowest} to {Highest}";
}
