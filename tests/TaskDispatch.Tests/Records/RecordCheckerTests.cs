using TaskDispatch.Records;

namespace TaskDispatch.Tests.Records;

/// <summary>Rules 5 (acting) and 9 (terms), on records made by hand. Times are milliseconds.</summary>
public sealed class RecordCheckerTests
{
    [Fact]
    public void A_good_record_has_no_violations_and_its_gaps_are_measured()
    {
        var report = Check(
            Seen("a", 1, 1, "a"), Seen("b", 2, 1, "a"),
            Began("a", 10, 1), Act("a", 20, 25, 1), Act("a", 100, 110, 1), Ended("a", 130, 1),
            Seen("b", 190, 2, "b"), Seen("a", 195, 2, "b"),
            Began("b", 200, 2), Act("b", 210, 215, 2));

        Assert.Empty(report.Violations);
        Assert.Equal([new LeaderGap(1, 2, 90_000_000)], report.Gaps);
        Assert.Equal(3, report.Acts);
        Assert.Equal(["a in term 1", "b in term 2"], report.Intervals.Select(interval => $"{interval}"));
    }

    [Fact]
    public void An_empty_record_is_good() => Assert.Empty(Check().Violations);

    [Fact]
    public void Two_leaders_at_once_are_found()
    {
        var report = Check(Act("a", 10, 20, 1), Act("b", 30, 35, 2), Act("a", 40, 45, 1));

        Assert.Contains("Two leaders: a in term 1 and b in term 2 acted at the same time for 5.000 ms.", report.Violations);
        Assert.Equal(-15_000_000, Assert.Single(report.Gaps).Nanoseconds);
    }

    [Fact]
    public void Two_leaders_are_found_also_when_one_acts_within_a_single_act_of_the_other() =>
        Assert.Contains(Check(Act("a", 10, 100, 1), Act("b", 50, 60, 2)).Violations, IsTwoLeaders);

    [Fact]
    public void A_leader_that_knows_it_has_lost_after_a_slow_act_did_not_act_until_then() =>
        Assert.Empty(Check(Act("a", 10, 100, 1, heldAtEnd: false), Act("b", 50, 60, 2)).Violations);

    [Fact]
    public void A_service_that_stops_late_did_not_act_until_then() =>
        Assert.Empty(Check(Act("a", 10, 20, 1), Act("b", 50, 60, 2), Ended("a", 55, 1)).Violations);

    [Fact]
    public void A_late_start_of_a_leadership_that_is_over_already_proves_nothing() =>
        Assert.Empty(Check(Began("b", 50, 2), Began("a", 60, 1, held: false)).Violations);

    [Fact]
    public void A_term_that_begins_after_a_higher_one_is_found() =>
        Assert.Contains(
            "Terms do not rise: b began term 2 after a had begun term 3.", Check(Began("a", 10, 3), Began("b", 20, 2)).Violations);

    [Fact]
    public void A_term_that_begins_twice_is_found()
    {
        var violations = Check(Began("a", 10, 1), Began("b", 20, 1)).Violations;

        Assert.Contains("Terms do not rise: b began term 1 after a had begun term 1.", violations);
        Assert.Contains("Term 1 belongs to several processes: a, b.", violations);
    }

    [Fact]
    public void A_member_that_sees_an_older_term_is_found() =>
        Assert.Equal(
            ["Terms do not rise: a saw term 1 after term 2."], Check(Seen("a", 10, 2, "b"), Seen("a", 20, 1, "a")).Violations);

    [Fact]
    public void Members_that_are_at_different_points_are_fine() =>
        Assert.Empty(Check(Seen("a", 10, 2, "b"), Seen("b", 20, 1, "a"), Seen("b", 30, 1, null), Seen("b", 40, 2, "b")).Violations);

    [Fact]
    public void Members_that_disagree_about_a_term_are_found() =>
        Assert.Equal(["Term 2 was seen with several leaders: a, b."], Check(Seen("a", 10, 2, "a"), Seen("b", 20, 2, "b")).Violations);

    [Fact]
    public void An_accepted_stale_write_is_found() =>
        Assert.Contains(
            "Stale write accepted: 'write' of a in term 1, after a write of b in term 2.",
            Check(Act("b", 10, 20, 2), Act("a", 30, 40, 1, heldAtEnd: false)).Violations);

    [Fact]
    public void A_refused_write_is_counted_and_no_violation()
    {
        var report = Check(Act("b", 10, 20, 2), Line("a", RecordKind.Refused, 30) with { Term = 1, HighestTerm = 2 });

        Assert.Empty(report.Violations);
        Assert.Equal(1, report.RefusedWrites);
    }

    [Fact]
    public void Other_elections_are_left_out() =>
        Assert.Empty(Check(Act("a", 10, 20, 1), Act("b", 10, 20, 2) with { Election = "another" }).Violations);

    private static bool IsTwoLeaders(string violation) => violation.StartsWith("Two leaders", StringComparison.Ordinal);

    private static RecordReport Check(params RecordLine[] lines) => RecordChecker.Check("dispatcher", lines);

    private static RecordLine Act(string process, long from, long to, long term, bool heldAtEnd = true) =>
        Line(process, RecordKind.Act, from) with
        {
            Term = term,
            Held = true,
            EndNanoseconds = to * 1_000_000,
            HeldAtEnd = heldAtEnd,
            Operation = "write",
        };

    private static RecordLine Began(string process, long at, long term, bool held = true) =>
        Line(process, RecordKind.LeadershipBegan, at) with { Term = term, Held = held };

    private static RecordLine Ended(string process, long at, long term) =>
        Line(process, RecordKind.LeadershipEnded, at) with { Term = term, Held = false };

    private static RecordLine Seen(string process, long at, long term, string? leader) =>
        Line(process, RecordKind.LeaderSeen, at) with { Term = term, Leader = leader };

    private static RecordLine Line(string process, RecordKind kind, long atMilliseconds) => new()
    {
        AtNanoseconds = atMilliseconds * 1_000_000,
        Kind = kind,
        Member = process,
        Process = process,
        Election = "dispatcher",
    };
}
