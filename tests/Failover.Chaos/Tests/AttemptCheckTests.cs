using Failover.Chaos.Checks;

namespace Failover.Chaos.Tests;

/// <summary>Rule 9 (terms) and "nothing lost", on a log made by hand.</summary>
public sealed class AttemptCheckTests
{
    [Fact]
    public void A_good_log_has_no_violations() => Assert.Empty(Check(Recorded(1, 1), Recorded(2, 1), Again(1, 2), Recorded(3, 4)));

    [Fact]
    public void A_stale_write_is_found() =>
        Assert.Equal(
            ["Stale write accepted: the result of task 2 in term 1, after one of term 2."], Check(Recorded(1, 2), Recorded(2, 1)));

    [Fact]
    public void A_stale_write_is_found_also_when_it_changed_nothing() => Assert.Single(Check(Recorded(1, 2), Again(1, 1)));

    [Fact]
    public void A_result_recorded_twice_is_found() =>
        Assert.Equal(["Recorded twice: the result of task 1."], Check(Recorded(1, 1), Recorded(1, 2)));

    [Fact]
    public void A_wrong_result_is_found() =>
        Assert.Equal(["Wrong result: task 1 has 'y', not 'x'."], Check(Recorded(1, 1) with { Result = "y" }));

    private static IEnumerable<string> Check(params Attempt[] attempts) => AttemptCheck.Violations(attempts);

    private static Attempt Recorded(long task, long term) => new(task, term, true, "x", "x");

    private static Attempt Again(long task, long term) => new(task, term, false, "x", "x");
}
