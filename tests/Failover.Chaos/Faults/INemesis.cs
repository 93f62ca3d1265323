using Failover.Chaos.Plans;
using Failover.Chaos.Rounds;
using TaskDispatch.Cluster;

namespace Failover.Chaos.Faults;

/// <summary>Does the faults of one group. One per round, and one fault at a time.</summary>
internal interface INemesis : IAsyncDisposable
{
    /// <summary>What it can do here.</summary>
    IReadOnlyList<FaultKind> Kinds { get; }

    /// <summary>Settings that the members need for it.</summary>
    IReadOnlyList<string> Settings { get; }

    /// <summary>What happened that is worth counting, by name.</summary>
    IReadOnlyDictionary<string, long> Events { get; }

    /// <summary>Where a member has to live for it, or null for anywhere.</summary>
    MemberPlace? Place(string name, string directory);

    /// <summary>Whether there is something that it must have done, however short the round is.</summary>
    bool HasMore(Arena arena) => false;

    /// <summary>Does harm, waits, and undoes it. Members that ended are started again.</summary>
    Task InjectAsync(Arena arena, Injection injection);
}
