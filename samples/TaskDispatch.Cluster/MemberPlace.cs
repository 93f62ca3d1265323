using System.Net.Sockets;
using Failover.Testing;

namespace TaskDispatch.Cluster;

/// <summary>Where a member lives.</summary>
/// <param name="ClusterAddress">Where other members reach it, <c>host:port</c>.</param>
/// <param name="HttpAddress">Where workers and clients reach it, an HTTP base address.</param>
public sealed record MemberPlace(string ClusterAddress, string HttpAddress)
{
    /// <summary>What its process is started in.</summary>
    public ProcessSurroundings Surroundings { get; init; } = new();

    /// <summary>Its data directory; by default one below the cluster's.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>How this process connects to the member's HTTP address; null for the ordinary way.</summary>
    public Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Socket>>? Connect { get; init; }
}
