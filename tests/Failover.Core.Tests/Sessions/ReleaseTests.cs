namespace Failover.Core.Tests.Sessions;

public sealed class ReleaseTests
{
    private static readonly SessionMessage.Release Release = new("e", 1, VacancyCause.HandedOver, "planned");

    [Fact]
    public void A_release_asks_the_application_and_waits_for_it()
    {
        var member = MemberHarness.Leading();
        member.Receive(Release);

        Assert.Equal(1, Assert.Single(member.Outputs().OfType<SessionOutput.AskRelease>()).Term);
        Assert.True(member.Acts());
        Assert.Empty(member.Sent<SessionMessage.Released>());
    }

    [Fact]
    public void A_released_term_is_told_after_its_end_and_not_acted_on_again()
    {
        var member = MemberHarness.Leading();
        member.Receive(Release);
        member.Session.Released("e", 1, member.Now);

        Assert.Equal((VacancyCause.HandedOver, "planned"), (member.Sent<SessionMessage.Released>().Single().Cause, member.Sent<SessionMessage.Released>().Single().Reason));
        var outputs = member.Outputs().ToList();
        Assert.True(outputs.FindIndex(output => output is SessionOutput.LeadershipEnded) < outputs.FindIndex(output => output is SessionOutput.Send { Message: SessionMessage.Released }));

        member.Clear();
        member.Session.Applied(member.Log.State, null, member.Now);
        Assert.False(member.Acts());
        Assert.Empty(member.Outputs().OfType<SessionOutput.LeadershipBegan>());
    }

    [Fact]
    public void A_second_request_asks_the_application_once()
    {
        var member = MemberHarness.Leading();
        member.Receive(Release);
        member.Receive(Release);

        Assert.Single(member.Outputs().OfType<SessionOutput.AskRelease>());
    }

    [Fact]
    public void A_request_for_a_released_term_is_answered_again()
    {
        var member = MemberHarness.Leading();
        member.Session.Released("e", 1, member.Now);
        member.Receive(Release);

        Assert.Equal(2, member.Sent<SessionMessage.Released>().Count());
    }

    [Fact]
    public void A_request_that_overtakes_its_promotion_is_kept_for_it()
    {
        var member = MemberHarness.Leased();
        member.Receive(Release);
        member.Apply(new Command.Promote("e", 0, member.Session.Id));

        Assert.Equal(1, Assert.Single(member.Outputs().OfType<SessionOutput.AskRelease>()).Term);
    }

    [Fact]
    public void A_release_is_told_again_on_the_next_channel_until_the_log_shows_it()
    {
        var member = MemberHarness.Leading();
        member.Session.Released("e", 1, member.Now);
        member.Session.ChannelClosed(1, member.Now);
        member.Clear();
        member.At(100).Session.Tick(member.Now);
        member.Connect(channel: 2);
        Assert.Single(member.Sent<SessionMessage.Released>());

        member.Apply(new Command.Vacate("e", 1, VacancyCause.HandedOver, null, 0));
        member.Session.ChannelClosed(2, member.Now);
        member.Clear();
        member.At(200).Session.Tick(member.Now);
        member.Connect(channel: 3);
        Assert.Empty(member.Sent<SessionMessage.Released>());
    }

    [Fact]
    public void A_resignation_carries_its_cause_and_quarantine()
    {
        var member = MemberHarness.Leading();
        member.Session.Resign("e", 1, VacancyCause.Resigned, "tired", 700);
        member.Session.Released("e", 1, member.Now);

        Assert.Equal(new SessionMessage.Released("e", 1, VacancyCause.Resigned, "tired", 700), member.Sent<SessionMessage.Released>().Single());
    }

    [Fact]
    public void A_stopping_member_releases_then_says_goodbye_then_has_stopped()
    {
        var member = MemberHarness.Leading();
        member.Session.Stop(member.Now);
        Assert.True(member.Sent<SessionMessage.Renew>().Last().Leaving);
        Assert.Empty(member.Sent<SessionMessage.Goodbye>());

        member.Session.Released("e", 1, member.Now);
        Assert.Empty(member.Sent<SessionMessage.Goodbye>());

        member.Apply(new Command.Vacate("e", 1, VacancyCause.HandedOver, null, 0));
        Assert.Single(member.Sent<SessionMessage.Goodbye>());
        Assert.Empty(member.Outputs().OfType<SessionOutput.Stopped>());

        member.Apply(new Command.CloseSession(member.Session.Id, VacancyCause.Goodbye, "bye"));
        Assert.Single(member.Outputs().OfType<SessionOutput.Stopped>());
    }

    [Fact]
    public void A_goodbye_that_was_lost_is_said_again()
    {
        var member = MemberHarness.Leased();
        member.Session.Stop(member.Now);
        member.Session.ChannelClosed(1, member.Now);
        member.Clear();
        member.At(100).Session.Tick(member.Now);
        member.Connect(channel: 2);

        Assert.Single(member.Sent<SessionMessage.Goodbye>());
    }

    [Fact]
    public void A_stopping_member_that_reaches_nobody_has_stopped_when_its_lease_is_over()
    {
        var member = MemberHarness.Leased();
        member.Session.CoordinatorIs(null, member.Now);
        member.Session.Stop(member.Now);
        Assert.Empty(member.Outputs().OfType<SessionOutput.Stopped>());

        member.At(1_900).Session.Tick(member.Now);
        Assert.Single(member.Outputs().OfType<SessionOutput.Stopped>());
    }

    [Fact]
    public void A_stopping_member_gives_back_what_it_is_promoted_to()
    {
        var member = MemberHarness.Leased();
        member.Session.Stop(member.Now);
        member.Apply(new Command.Promote("e", 0, member.Session.Id));

        Assert.Empty(member.Outputs().OfType<SessionOutput.LeadershipBegan>());
        Assert.Equal(1, Assert.Single(member.Sent<SessionMessage.Released>()).Term);
    }
}
