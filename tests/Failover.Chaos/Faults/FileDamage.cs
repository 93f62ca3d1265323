namespace Failover.Chaos.Faults;

/// <summary>What can happen to a file.</summary>
internal enum FileDamage
{
    Deleted,
    Emptied,
    CutInHalf,
    Zeroed,
    ZeroedAtStart,
    ZeroedInMiddle,
    ZeroedAtEnd,
    BitFlippedAtStart,
    BitFlippedInMiddle,
    BitFlippedAtEnd,
}
