using Failover.Chaos.Plans;

namespace Failover.Chaos.Tests;

/// <summary>A seed decides the plan.</summary>
public sealed class FaultPlanTests
{
    private static readonly FaultKind[] s_kinds = Enum.GetValues<FaultKind>();
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(2);

    [Fact]
    public void A_seed_has_one_plan_and_another_seed_another()
    {
        Assert.Equal(Plan(7, 100), Plan(7, 100));
        Assert.NotEqual(Plan(7, 100), Plan(8, 100));
    }

    [Fact]
    public void Each_kind_comes_once_before_any_comes_again()
    {
        var plan = Plan(7, 2 * s_kinds.Length);

        Assert.Equal(s_kinds, plan.Take(s_kinds.Length).Select(fault => fault.Kind).Order());
        Assert.Equal(s_kinds, plan.Skip(s_kinds.Length).Select(fault => fault.Kind).Order());
        Assert.Equal(Enumerable.Range(1, plan.Count), plan.Select(fault => fault.Number));
    }

    [Fact]
    public void Faults_last_from_a_tenth_of_a_lease_to_five()
    {
        var lengths = Plan(7, 1_000).Select(fault => fault.Length / s_lease).ToList();

        Assert.All(lengths, length => Assert.InRange(length, 0.1, 5));
        Assert.Contains(lengths, length => length < 0.2);
        Assert.Contains(lengths, length => length > 4);
    }

    private static List<Fault> Plan(int seed, int length) => [.. FaultPlan.Draw(seed, s_kinds, s_lease).Take(length)];
}
