namespace Failover.AspNetCore.Tests.Support;

/// <summary>The one election that a host registered.</summary>
internal sealed class FakeElections : ILeaderElectionFactory
{
    public FakeElection Orders { get; } = new(Samples.Election);

    public IReadOnlyCollection<string> Names => [Samples.Election];

    public ILeaderElection Get(string name) => name == Samples.Election ? Orders : throw new ArgumentException(name, nameof(name));
}
