namespace Failover.Chaos.Faults;

/// <summary>What takes the place of a data directory.</summary>
internal enum BackupKind
{
    /// <summary>A copy that was made while the member was stopped.</summary>
    WhileStopped,

    /// <summary>A copy that was made between two instants of the running member.</summary>
    WhileRunning,

    /// <summary>Nothing: the directory was emptied.</summary>
    None,
}
