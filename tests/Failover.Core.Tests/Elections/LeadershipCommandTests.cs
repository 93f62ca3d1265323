using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Elections;

public sealed class LeadershipCommandTests
{
    [Fact]
    public void Rule9_each_promotion_takes_the_next_term()
    {
        var builder = ThreeCandidates();
        for (var term = 1; term <= 5; term++)
        {
            builder.Lead(term % 2 == 0 ? "a" : "b");
            Assert.Equal(term, builder.Term());
            builder.Apply(new Command.Vacate("e", term, VacancyCause.Resigned, null, 0));
            Assert.Equal(term, builder.Term());
        }

        Assert.Equal([1, 2, 3, 4, 5], builder.State.Elections["e"].History.Select(record => record.Term));
    }

    [Fact]
    public void Rule9_a_promotion_that_expects_another_term_changes_nothing()
    {
        var builder = ThreeCandidates().Lead("a").Apply(new Command.Vacate("e", 1, VacancyCause.Resigned, null, 0));

        builder.RefusalOf(new Command.Promote("e", 0, Id("b")));
        builder.RefusalOf(new Command.Promote("e", 2, Id("b")));
        Assert.True(builder.State.Elections["e"].IsVacant);
    }

    [Fact]
    public void A_held_seat_is_given_to_nobody() =>
        ThreeCandidates().Lead("a").RefusalOf(new Command.Promote("e", 1, Id("b")));

    [Fact]
    public void An_election_that_does_not_exist_gets_no_leader() =>
        ThreeCandidates().RefusalOf(new Command.Promote("none", 0, Id("a")));

    [Fact]
    public void Nobody_is_promoted_who_may_not_lead()
    {
        AssertRefused("not open", Id("a", 2));
        AssertRefused("deposed", Id("a"), new Command.Depose(Id("a"), null, By("k")));
        AssertRefused("unfit", Id("a"), new Command.SetFitness(Id("a"), "disk"));
        AssertRefused("paused", Id("a"), new Command.SetPause("e", By("k"), null));
        AssertRefused("drained", Id("a"), new Command.Drain("a", By("k")));
        AssertRefused("no candidate", Id("d"), new Command.OpenSession(Session("d")));
        AssertRefused(
            "quarantined",
            Id("a"),
            new Command.Promote("e", 0, Id("a")),
            new Command.Vacate("e", 1, VacancyCause.ServiceFailed, null, 500));
    }

    [Fact]
    public void A_vacate_of_another_term_changes_nothing()
    {
        var builder = ThreeCandidates().Lead("a");

        builder.RefusalOf(new Command.Vacate("e", 0, VacancyCause.Resigned, null, 0));
        builder.RefusalOf(new Command.Vacate("e", 2, VacancyCause.Resigned, null, 0));
        Assert.Equal(Id("a"), builder.State.Elections["e"].Leader);
    }

    [Fact]
    public void A_vacant_seat_is_not_vacated_again()
    {
        var builder = ThreeCandidates().Lead("a").Apply(new Command.Vacate("e", 1, VacancyCause.Resigned, "tired", 0));

        builder.RefusalOf(new Command.Vacate("e", 1, VacancyCause.Unhealthy, null, 0));
        Assert.Equal(VacancyCause.Resigned, builder.State.Elections["e"].Cause);
    }

    [Fact]
    public void A_quarantine_keeps_its_member_out_until_it_is_lifted()
    {
        var builder = ThreeCandidates().Lead("a").Apply(new Command.Vacate("e", 1, VacancyCause.Resigned, null, 500));
        builder.RefusalOf(new Command.Promote("e", 1, Id("a")));
        builder.RefusalOf(new Command.LiftQuarantine("e", "b", 1));

        builder.Apply(new Command.LiftQuarantine("e", "a", 1)).Lead("a");
    }

    /// <summary>Decision 15: a lifting that comes late means the quarantine that there was.</summary>
    [Fact]
    public void A_quarantine_that_began_anew_is_not_lifted_for_the_older_one()
    {
        var builder = ThreeCandidates().Lead("a").Apply(new Command.Vacate("e", 1, VacancyCause.Resigned, null, 500))
            .Apply(new Command.PromoteByOperator("e", 1, Id("a"), true, By("force")))
            .Apply(new Command.Vacate("e", 2, VacancyCause.Resigned, null, 500));

        builder.RefusalOf(new Command.LiftQuarantine("e", "a", 1));
        builder.RefusalOf(new Command.Promote("e", 2, Id("a")));
        builder.Apply(new Command.LiftQuarantine("e", "a", 2)).Lead("a");
    }

    [Fact]
    public void The_commands_of_an_entry_apply_together_and_build_on_each_other()
    {
        var builder = ThreeCandidates().Lead("a").Apply(
            new Command.CloseSession(Id("a"), VacancyCause.CrashConfirmed, "refused"),
            new Command.Promote("e", 1, Id("b")));

        Assert.Equal((Id("b"), 2L), (builder.State.Elections["e"].Leader, builder.Term()));
        var promoted = Assert.Single(builder.Events.OfType<ClusterEvent.Promoted>());
        Assert.Equal((VacancyCause.CrashConfirmed, TimeSpan.Zero), (promoted.Cause, promoted.Vacancy));
    }

    [Fact]
    public void Only_the_latest_leaderships_are_kept()
    {
        var builder = ThreeCandidates();
        for (var term = 1; term <= ElectionState.HistoryLength + 3; term++)
        {
            builder.Lead("a").Apply(new Command.Vacate("e", term, VacancyCause.Resigned, null, 0));
        }

        Assert.Equal(ElectionState.HistoryLength, builder.State.Elections["e"].History.Length);
        Assert.Equal(4, builder.State.Elections["e"].History[0].Term);
    }

    private static void AssertRefused(string reason, SessionId leader, params Command[] before)
    {
        var builder = ThreeCandidates();
        foreach (var command in before)
        {
            builder.Apply(command);
        }

        Assert.Contains(reason, builder.RefusalOf(new Command.Promote("e", builder.Term(), leader)), StringComparison.Ordinal);
    }
}
