namespace Failover.Transport;

/// <summary>What a connection is for. The values are on the wire.</summary>
internal enum StreamKind : byte
{
    Raft = 1,
    Session = 2,
    Probe = 3,
}
