namespace Failover.Chaos.Plans;

/// <summary>What kinds of faults a round is about.</summary>
internal enum FaultGroup
{
    /// <summary>Processes that are killed, stopped and terminated.</summary>
    Signals,

    /// <summary>Damage to data directories, and members that are set up wrongly.</summary>
    Directories,

    /// <summary>A network of namespaces that is cut, slow, lossy, or refuses.</summary>
    Network,

    /// <summary>Disks that are full, fail or are slow.</summary>
    Disks,

    /// <summary>Processors that have no time.</summary>
    Processors,

    /// <summary>Operations on the leadership while processes are killed and stopped; their history must be linearizable.</summary>
    Operations,

    /// <summary>Members that die or stall exactly at a named step of persisting, acknowledging, applying, snapshotting or handing over.</summary>
    Steps,

    /// <summary>A busy machine, on which nobody does any harm, not even operators: the leader must stay.</summary>
    Load,
}
