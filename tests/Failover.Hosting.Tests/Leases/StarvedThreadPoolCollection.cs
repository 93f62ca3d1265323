namespace Failover.Hosting.Tests.Leases;

/// <summary>Runs alone: it blocks the thread pool of the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StarvedThreadPoolCollection
{
    public const string Name = "starved thread pool";
}
