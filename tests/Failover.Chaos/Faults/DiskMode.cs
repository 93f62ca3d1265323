namespace Failover.Chaos.Faults;

/// <summary>How a disk is; the values are those of <c>disk-shim.c</c>.</summary>
internal enum DiskMode
{
    Sound = 0,
    Failing = 1,
    FailingFlush = 2,
    Slow = 3,
    FailingCheckpoint = 4,
}
