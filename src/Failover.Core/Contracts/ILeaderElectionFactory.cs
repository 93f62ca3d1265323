namespace Failover;

/// <summary>Finds the elections of this host by name. Safe to use from any thread.</summary>
public interface ILeaderElectionFactory
{
    /// <summary>The names of the elections that this host registered.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>Returns the election of that name.</summary>
    /// <param name="name">A name given to <c>AddElection</c>.</param>
    /// <exception cref="ArgumentException">No such election is registered; the message lists those that are.</exception>
    ILeaderElection Get(string name);
}
