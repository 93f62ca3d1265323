namespace Failover;

/// <summary>The cluster, seen from this member. In dependency injection as a singleton; safe to use from any thread.</summary>
public interface IFailoverCluster
{
    /// <summary>The name of this member.</summary>
    string Member { get; }

    /// <summary>The member that coordinates, as far as this member knows, or null while none is known.</summary>
    /// <remarks>Not the leader of anything: see <see cref="ILeaderElection.Current"/>.</remarks>
    string? Coordinator { get; }
}
