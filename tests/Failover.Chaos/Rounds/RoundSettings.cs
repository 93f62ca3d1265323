using Failover.Chaos.Plans;

namespace Failover.Chaos.Rounds;

/// <summary>What decides a round.</summary>
/// <param name="Group">What it is about.</param>
/// <param name="Seed">Decides the plan, and whatever else there is to choose.</param>
/// <param name="Length">For how long faults are begun.</param>
internal sealed record RoundSettings(FaultGroup Group, int Seed, TimeSpan Length)
{
    private const int MostApprovals = 2;

    /// <summary>Among the rounds of each group, one of so many has no operators, so that what a fault costs by itself is seen.</summary>
    private const int OneWithoutOperators = 5;

    /// <summary>
    /// How many operators must approve a promotion, from 0 (automatic) to 2; null where there are none, and promotion is automatic. Decided
    /// by the seed.
    /// </summary>
    public int? Approvals { get; } =
        Group == FaultGroup.Load || (uint)Seed % OneWithoutOperators == 0 ? null : (int)((uint)Seed % (MostApprovals + 1));
}
