using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Elections;

public sealed class SessionCommandTests
{
    [Fact]
    public void Rule4_a_session_opens_with_a_greater_incarnation_than_any_before()
    {
        var builder = new StateBuilder().Apply(new Command.OpenSession(Session("a", 3)));

        Assert.Equal(Id("a", 3), builder.State.SessionOf("a")?.Id);
        Assert.Equal(3, builder.State.Members["a"].LastIncarnation);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void Rule4_an_incarnation_that_has_been_opens_no_session(long incarnation)
    {
        var builder = new StateBuilder().Apply(new Command.OpenSession(Session("a", 3)));

        Assert.Contains("not above 3", builder.RefusalOf(new Command.OpenSession(Session("a", incarnation))), StringComparison.Ordinal);
    }

    [Fact]
    public void Rule4_an_incarnation_is_not_used_again_after_its_session_was_closed()
    {
        var builder = new StateBuilder()
            .Apply(new Command.OpenSession(Session("a")))
            .Apply(new Command.CloseSession(Id("a"), VacancyCause.Goodbye, "bye"));

        builder.RefusalOf(new Command.OpenSession(Session("a")));
    }

    [Fact]
    public void Rule4_a_new_session_closes_the_older_one_and_vacates_what_it_led()
    {
        var builder = ThreeCandidates().Lead("a").Apply(new Command.OpenSession(Session("a", 2)));

        Assert.Collection(
            builder.Events,
            closed => Assert.Equal(VacancyCause.SessionReplaced, Assert.IsType<ClusterEvent.SessionClosed>(closed).Cause),
            vacated => Assert.Equal(1, Assert.IsType<ClusterEvent.Vacated>(vacated).Term),
            opened => Assert.Equal(Id("a", 2), Assert.IsType<ClusterEvent.SessionOpened>(opened).Session.Id));
        Assert.Null(builder.State.Elections["e"].Leader);
    }

    [Fact]
    public void No_ghost_closing_a_session_vacates_every_election_it_led_and_no_other()
    {
        var builder = ThreeCandidates();
        foreach (var election in new[] { "f", "g" })
        {
            builder.Apply(
                new Command.Enrol(Id("a"), [new Enrolment(election, 0, PromotionPolicy.Automatic)]),
                new Command.Enrol(Id("b"), [new Enrolment(election, 0, PromotionPolicy.Automatic)]));
        }

        builder.Lead("a").Lead("a", election: "f").Lead("b", election: "g");
        builder.Apply(new Command.CloseSession(Id("a"), VacancyCause.CrashConfirmed, "refused"));

        Assert.Null(builder.State.Elections["e"].Leader);
        Assert.Null(builder.State.Elections["f"].Leader);
        Assert.Equal(Id("b"), builder.State.Elections["g"].Leader);
        Assert.All(builder.Events.OfType<ClusterEvent.Vacated>(), vacated => Assert.Equal(VacancyCause.CrashConfirmed, vacated.Cause));
    }

    [Fact]
    public void A_session_that_is_not_open_is_not_closed()
    {
        var builder = ThreeCandidates().Lead("a");

        builder.RefusalOf(new Command.CloseSession(Id("a", 2), VacancyCause.LeaseExpired, "late"));
        Assert.Equal(Id("a"), builder.State.Elections["e"].Leader);
    }

    [Fact]
    public void Only_an_open_session_enrols()
    {
        var builder = ThreeCandidates();

        builder.RefusalOf(new Command.Enrol(Id("a", 2), [new Enrolment("new", 0, PromotionPolicy.Automatic)]));
        Assert.DoesNotContain("new", builder.State.Elections.Keys);
    }

    [Fact]
    public void A_second_enrolment_changes_the_priority_and_keeps_the_policy()
    {
        var builder = ThreeCandidates().Apply(new Command.Enrol(Id("a"), [new Enrolment("e", 9, new PromotionPolicy { Name = "other" })]));

        Assert.Equal(9, builder.State.Elections["e"].Candidates["a"].Priority);
        Assert.Equal(PromotionPolicy.Automatic, builder.State.Elections["e"].Policy);
    }

    [Fact]
    public void Fitness_belongs_to_the_session_that_reported_it()
    {
        var builder = ThreeCandidates().Apply(new Command.SetFitness(Id("a"), "disk"));
        Assert.Equal("disk", builder.State.SessionOf("a")?.Unfit);

        builder.RefusalOf(new Command.SetFitness(Id("a", 2), null));
        Assert.Equal("disk", builder.State.SessionOf("a")?.Unfit);
    }

    [Fact]
    public void Rule7_a_deposed_session_stays_open_and_is_marked()
    {
        var builder = ThreeCandidates().Lead("a").Apply(new Command.Depose(Id("a"), "e", By("k")));

        Assert.Equal("maintenance", builder.State.SessionOf("a")?.Deposed);
        Assert.Equal(Id("a"), builder.State.Elections["e"].Leader);
        Assert.True(builder.State.Results["k"].Done);
    }

    [Fact]
    public void Rule7_deposing_a_session_that_has_ended_is_answered_and_does_nothing()
    {
        var builder = ThreeCandidates();

        builder.RefusalOf(new Command.Depose(Id("a", 5), "e", By("k")));
        Assert.False(builder.State.Results["k"].Done);
    }
}
