namespace Failover.Transport;

/// <summary>What a process says of itself when a connection opens.</summary>
/// <param name="Member">Its configured name.</param>
/// <param name="Process">A random id that no other process, and no other life of this member, has.</param>
internal sealed record PeerIdentity(string Member, Guid Process);
