namespace Failover;

/// <summary>What proves, sooner than its lease runs out, that a member's process is gone.</summary>
public enum CrashDetection
{
    /// <summary>
    /// The host of a member that went silent refuses connections to its cluster address: no process listens there. Failover takes
    /// milliseconds. Not safe where something else refuses on behalf of a live host: a firewall that rejects, or a virtual address.
    /// </summary>
    ConnectionRefused,

    /// <summary>Nothing: failover always waits until the lease has run out.</summary>
    LeaseExpiryOnly,
}
