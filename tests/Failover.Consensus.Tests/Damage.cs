namespace Failover.Consensus.Tests;

/// <summary>What happened to a file.</summary>
public enum Damage
{
    Deleted,
    Emptied,
    Halved,
}
