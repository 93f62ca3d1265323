namespace Failover.Chaos.Plans;

/// <summary>What kinds of faults a round is about.</summary>
internal enum FaultGroup
{
    /// <summary>Processes that are killed, stopped and terminated.</summary>
    Signals,

    /// <summary>Damage to data directories, and members that are set up wrongly.</summary>
    Directories,
}
