namespace Failover.Transport;

/// <summary>What a connection is for. The values are on the wire.</summary>
internal enum StreamKind : byte
{
    Raft = 1,
    Session = 2,
    Probe = 3,

    /// <summary>Carries nothing. That it ends without a goodbye says that the process at its other end may have (decision 18).</summary>
    Lifeline = 4,
}
