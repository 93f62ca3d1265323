using Failover.Chaos.Plans;

namespace Failover.Chaos.Checks;

/// <summary>How long nobody led.</summary>
/// <param name="Fault">The fault it belongs to, or null where nothing was wrong.</param>
/// <param name="ToTerm">The term that ended it.</param>
/// <param name="Milliseconds">From the last certain act before, or the fault if that was later, to the next leadership.</param>
internal sealed record Vacancy(FaultKind? Fault, long ToTerm, double Milliseconds)
{
    /// <summary>Whether operators have moved the leadership, or held the promotion up: then its length says nothing of the cluster.</summary>
    public bool IsByOperators { get; init; }
}
