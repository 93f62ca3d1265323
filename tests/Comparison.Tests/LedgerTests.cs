using Comparison.Measuring;
using TaskDispatch.Records;

namespace Comparison.Tests;

/// <summary>Who led when, from records and from what was done to the processes.</summary>
public sealed class LedgerTests
{
    private static readonly ProcessLife One = new("n1", 11);

    private readonly LeadershipLedger _ledger = new();

    [Fact]
    public void A_killed_leader_leads_until_its_process_is_gone()
    {
        _ledger.Add([Began("n1", 1, 10)]);
        _ledger.Gone(One, Second(20));
        _ledger.Add([Began("n2", 2, 21)]);

        var vacancy = Assert.Single(_ledger.Vacancies(0, Second(30)));
        Assert.Equal(1, vacancy.Seconds);
        Assert.True(vacancy.ByAnother);
        Assert.False(vacancy.IsFalse(withinSeconds: 60));
    }

    [Fact]
    public void A_frozen_leader_that_was_replaced_and_came_back_was_replaced_falsely()
    {
        _ledger.Add([Began("n1", 1, 10)]);
        _ledger.Frozen(One, Second(20));
        _ledger.Add([Began("n2", 2, 22)]);
        _ledger.Thawed(One, Second(25));
        _ledger.Add([Line(RecordKind.LeadershipEnded, "n1", 1, 25.1), Line(RecordKind.LeaderSeen, "n1", 2, 25.5) with { Leader = "n2" }]);

        var vacancy = Assert.Single(_ledger.Vacancies(0, Second(30)));
        Assert.Equal(2, vacancy.Seconds);
        Assert.Equal(5.5, vacancy.BackAfterSeconds);
        Assert.True(vacancy.IsFalse(withinSeconds: 6));
        Assert.False(vacancy.IsFalse(withinSeconds: 5));
    }

    [Fact]
    public void A_leader_that_was_frozen_shortly_goes_on_in_its_term_from_its_first_act()
    {
        _ledger.Add([Began("n1", 1, 10)]);
        _ledger.Frozen(One, Second(20));
        Assert.Null(Assert.Single(_ledger.Vacancies(0, Second(20.5))).After);

        _ledger.Thawed(One, Second(21));
        _ledger.Add([Line(RecordKind.Act, "n1", 1, 21.25)]);

        var vacancy = Assert.Single(_ledger.Vacancies(0, Second(30)));
        Assert.Equal((1.25, false), (vacancy.Seconds, vacancy.ByAnother));
        Assert.Null(_ledger.Spans()[^1].Ended);
    }

    [Fact]
    public void A_planned_stop_is_no_mistake_though_the_old_leader_lives_on_for_a_while()
    {
        _ledger.Add([Began("n1", 1, 10)]);
        _ledger.AskedToStop(One);
        _ledger.Add([Line(RecordKind.LeadershipEnded, "n1", 1, 20), Began("n2", 2, 20.125), Line(RecordKind.LeaderSeen, "n1", 2, 20.25) with { Leader = "n2" }]);

        var vacancy = Assert.Single(_ledger.Vacancies(0, Second(30)));
        Assert.Equal(0.125, vacancy.Seconds);
        Assert.False(vacancy.IsFalse(withinSeconds: 60));
    }

    [Fact]
    public void A_vacancy_that_lasts_counts_until_now()
    {
        _ledger.Add([Began("n1", 1, 10), Line(RecordKind.LeadershipEnded, "n1", 1, 20)]);

        Assert.Equal(7, Assert.Single(_ledger.Vacancies(0, Second(27))).Seconds);
    }

    [Fact]
    public void What_was_over_before_the_counters_began_does_not_count()
    {
        _ledger.Add([Began("n1", 1, 10), Line(RecordKind.LeadershipEnded, "n1", 1, 20), Began("n2", 2, 22)]);
        _ledger.Add([Line(RecordKind.LeadershipEnded, "n2", 2, 40), Began("n1", 3, 41)]);

        Assert.Equal([2, 1], _ledger.Vacancies(Second(21), Second(50)).Select(vacancy => vacancy.Seconds));
        Assert.Equal([1], _ledger.Vacancies(Second(30), Second(50)).Select(vacancy => vacancy.Seconds));
    }

    [Fact]
    public void Tasks_that_waited_are_counted_by_their_order()
    {
        // Ten tasks each second; those of seconds 3 and 4 were done in second 8.
        WorkSample[] samples =
        [
            .. new[] { (0, 0), (10, 10), (20, 20), (30, 20), (40, 20), (40, 20), (40, 20), (40, 20), (40, 40) }
                .Select((sample, second) => new WorkSample(Second(second), sample.Item1, sample.Item2)),
        ];

        Assert.Equal(20, WorkLog.CountDelayed(samples, TimeSpan.FromSeconds(1)));
        Assert.Equal(10, WorkLog.CountDelayed(samples, TimeSpan.FromSeconds(4)));
        Assert.Equal(0, WorkLog.CountDelayed(samples, TimeSpan.FromSeconds(5)));
    }

    private static RecordLine Began(string member, long term, double at) => Line(RecordKind.LeadershipBegan, member, term, at);

    private static RecordLine Line(RecordKind kind, string member, long term, double at) => new()
    {
        Kind = kind,
        Member = member,
        Process = $"{member}-5-{(member == "n1" ? 11 : 12)}",
        Election = "dispatcher",
        Term = term,
        AtNanoseconds = Second(at),
    };

    private static long Second(double seconds) => (long)(seconds * 1e9);
}
