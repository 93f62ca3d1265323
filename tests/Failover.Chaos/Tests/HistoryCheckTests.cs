using Failover.Chaos.Checks;
using Failover.Chaos.Plans;
using TaskDispatch;
using TaskDispatch.Records;
using static Failover.Chaos.Tests.Lines;

namespace Failover.Chaos.Tests;

/// <summary>
/// Faults and records joined, made by hand. What <see cref="RecordChecker"/> finds by itself has its own tests beside the sample.
/// </summary>
public sealed class HistoryCheckTests
{
    [Fact]
    public void A_vacancy_is_measured_from_the_fault_and_belongs_to_it()
    {
        var history = Check([Fault(FaultKind.KillLeader, 150, 900)], Began("a", 10, 1), Act("a", 100, 1), Began("b", 400, 2), Act("b", 500, 2));

        Assert.Empty(history.Violations);
        Assert.Equal([new Vacancy(FaultKind.KillLeader, 2, 250)], history.Vacancies);
        Assert.Empty(history.FalseFailovers);
    }

    [Fact]
    public void A_leader_that_acts_on_after_the_fault_is_missed_from_its_last_act_on() =>
        Assert.Equal(99, Assert.Single(Check([Fault(FaultKind.CutLeader, 50, 900)], Act("a", 300, 1), Began("b", 400, 2)).Vacancies).Milliseconds);

    [Fact]
    public void A_leader_replaced_while_nothing_was_wrong_is_a_false_failover() =>
        Assert.Equal(
            new FalseFailover("a", 2, null, 301_000_000, 400_000_000),
            Assert.Single(Check([Fault(FaultKind.KillLeader, 1_000, 1_900)], Act("a", 300, 1), Began("b", 400, 2)).FalseFailovers));

    [Fact]
    public void A_leader_replaced_though_the_fault_was_about_another_is_a_false_failover() =>
        Assert.Single(Check([Fault(FaultKind.KillFollower, 50, 900, mayEnd: false)], Act("a", 300, 1), Began("b", 400, 2)).FalseFailovers);

    [Fact]
    public void A_leader_that_the_fault_has_hit_after_all_is_no_false_failover() =>
        Assert.Empty(Check([Fault(FaultKind.KillFollower, 50, 900, mayEnd: false) with { Victims = ["a"] }], Act("a", 300, 1), Began("b", 400, 2)).FalseFailovers);

    [Fact]
    public void Two_leaders_at_once_are_a_violation() =>
        Assert.StartsWith(
            "Two leaders:",
            Assert.Single(Check([Fault(FaultKind.CutLeader, 50, 900)], Act("a", 300, 1), Act("b", 400, 2), Act("a", 500, 1)).Violations, IsTwoLeaders),
            StringComparison.Ordinal);

    [Fact]
    public void Two_leaders_are_tolerated_where_the_assumption_is_broken_and_only_there()
    {
        var refusing = Fault(FaultKind.LeaderHostRefuses, 350, 900) with { BreaksAssumption = true };
        RecordLine[] lines = [Act("a", 300, 1), Began("b", 400, 2), Began("a", 500, 1)];

        var during = Check([refusing], lines);
        Assert.Equal(1, during.ToleratedOverlaps);
        Assert.DoesNotContain(during.Violations, IsTwoLeaders);

        Assert.Contains(Check([refusing with { AtNanoseconds = 450_000_000 }], lines).Violations, IsTwoLeaders);
    }

    [Fact]
    public void A_stale_write_is_a_violation_also_where_the_assumption_is_broken() =>
        Assert.Contains(
            Check(
                [Fault(FaultKind.LeaderHostRefuses, 50, 900) with { BreaksAssumption = true }],
                Act("a", 300, 1), Act("b", 400, 2), Act("a", 500, 1)).Violations,
            violation => violation.StartsWith("Stale write accepted", StringComparison.Ordinal));

    private static bool IsTwoLeaders(string violation) => violation.StartsWith("Two leaders", StringComparison.Ordinal);

    private static HistoryCheck Check(FaultWindow[] faults, params RecordLine[] lines) =>
        new(RecordChecker.Check(TaskDispatchOptions.Election, lines), faults);

    private static FaultWindow Fault(FaultKind kind, long at, long settled, bool mayEnd = true) =>
        new(kind, at * 1_000_000, at * 1_000_000, settled * 1_000_000, mayEnd, BreaksAssumption: false);
}
