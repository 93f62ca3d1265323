namespace Failover.Core.Tests.Sessions;

public sealed class LeaseTests
{
    [Fact]
    public void Rule1_a_lease_runs_from_the_sending_of_the_renewal_not_from_its_confirmation()
    {
        var member = MemberHarness.Leased();
        var sentAt = member.At(250).Now;
        member.Session.Tick(sentAt);
        member.At(900).Receive(new SessionMessage.Confirmed(member.LastRenewal - 2, 1));
        member.Clear();
        member.Session.Tick(sentAt);

        // The renewal of 250 ms was the second on this channel after the two that the welcome led to.
        member.At(950).Receive(new SessionMessage.Confirmed(3, 1));
        var extended = Assert.Single(member.Outputs().OfType<SessionOutput.ExtendLease>());
        Assert.Equal(sentAt + TimeSpan.FromSeconds(2), extended.Until);
    }

    [Fact]
    public void Rule1_an_older_confirmation_does_not_shorten_a_lease()
    {
        var member = MemberHarness.Leased();
        member.TickUntil(600);
        var newest = member.LastRenewal;
        member.Clear();
        member.Receive(new SessionMessage.Confirmed(newest, 1));
        member.Receive(new SessionMessage.Confirmed(newest - 1, 1));

        Assert.Single(member.Outputs().OfType<SessionOutput.ExtendLease>());
    }

    [Fact]
    public void Rule1_a_confirmation_after_the_lapse_does_not_revive_the_lease()
    {
        var member = MemberHarness.Leading();
        member.At(250).Session.Tick(member.Now);
        var number = member.LastRenewal;
        member.At(1_950).Receive(new SessionMessage.Confirmed(number, 1));

        Assert.False(member.Acts());
        Assert.Empty(member.Outputs().OfType<SessionOutput.ExtendLease>());
        Assert.Equal(1, Assert.Single(member.Outputs().OfType<SessionOutput.LeadershipEnded>()).Term);
        Assert.Equal(2, member.Session.Id.Incarnation);
    }

    [Fact]
    public void Rule1_a_lapse_is_told_with_the_next_message_which_greets_as_a_new_session()
    {
        var member = MemberHarness.Leading();
        member.TickUntil(900);
        member.Clear();
        member.At(1_900).Session.Tick(member.Now);

        Assert.Equal(new SessionId("a", 2), member.Sent<SessionMessage.Hello>().First().Session.Id);
    }

    [Fact]
    public void Rule1_a_confirmation_for_the_session_before_confirms_nothing_of_the_next()
    {
        var member = MemberHarness.Leading();
        var number = member.Session.Id.Incarnation;
        member.Session.Abandon("the listener failed", member.Now);
        member.Receive(new SessionMessage.Welcome(new SessionId("a", number + 1)));
        var own = member.LastRenewal;
        member.Clear();

        member.Receive(new SessionMessage.Confirmed(own - 1, 1));
        Assert.Empty(member.Outputs().OfType<SessionOutput.ExtendLease>());
        member.Receive(new SessionMessage.Confirmed(own, 1));
        Assert.Equal(new SessionId("a", 2), Assert.Single(member.Outputs().OfType<SessionOutput.ExtendLease>()).Session);
    }

    [Fact]
    public void Rule1_what_comes_on_an_old_channel_confirms_nothing()
    {
        var member = MemberHarness.Leased();
        member.Session.CoordinatorIs("b", member.Now);
        member.Clear();

        member.Receive(new SessionMessage.Confirmed(long.MaxValue, 1));
        Assert.Empty(member.Outputs());
    }

    [Fact]
    public void Rule5_a_member_acts_only_in_the_term_that_the_log_gives_it()
    {
        var member = MemberHarness.Leased();
        Assert.False(member.Acts());

        member.Apply(new Command.Promote("e", 0, member.Session.Id));
        Assert.True(member.Acts());
        Assert.False(member.Acts(term: 2));
    }

    [Fact]
    public void Rule5_a_member_stops_a_safety_margin_before_its_lease_ends()
    {
        var member = MemberHarness.Leading();

        Assert.True(member.At(1_899).Acts());
        Assert.False(member.At(1_900).Acts());
    }

    [Fact]
    public void Rule5_a_promotion_without_a_lease_begins_with_the_first_confirmation()
    {
        var member = new MemberHarness();
        member.Session.Applied(member.Log.State, null, member.Now);
        member.Connect();
        member.Apply(new Command.Promote("e", 0, member.Session.Id));
        Assert.Empty(member.Outputs().OfType<SessionOutput.LeadershipBegan>());

        member.Receive(new SessionMessage.Confirmed(member.LastRenewal, 1));
        Assert.Equal(1, Assert.Single(member.Outputs().OfType<SessionOutput.LeadershipBegan>()).Term);
    }

    [Fact]
    public void Rule5_a_promotion_of_another_life_of_this_member_is_not_its_own()
    {
        var member = MemberHarness.Leased();
        member.Session.Abandon("the listener failed", member.Now);
        member.Clear();

        member.Apply(new Command.Promote("e", 0, new SessionId("a", 1)));
        Assert.Empty(member.Outputs().OfType<SessionOutput.LeadershipBegan>());
    }

    [Fact]
    public void Rule6_a_member_whose_listener_failed_ends_its_leaderships_at_once()
    {
        var member = MemberHarness.Leading();
        member.Session.Abandon("the listener failed", member.Now);

        Assert.False(member.Acts());
        var outputs = member.Outputs().ToList();
        Assert.True(outputs.FindIndex(output => output is SessionOutput.LeadershipEnded) < outputs.FindIndex(output => output is SessionOutput.EndLease));
    }

    [Fact]
    public void Rule7_a_deposed_member_stops_acting_as_soon_as_it_learns_of_it()
    {
        var member = MemberHarness.Leading();
        member.Apply(new Command.Depose(member.Session.Id, "e", StateBuilder.By("k")));

        Assert.False(member.Acts());
        Assert.Single(member.Outputs().OfType<SessionOutput.LeadershipEnded>());
    }

    [Fact]
    public void Rule8_a_renewal_carries_the_last_confirmation_that_came()
    {
        var member = MemberHarness.Leased();
        var confirmed = member.LastRenewal - 1;
        Assert.Equal(confirmed, member.Sent<SessionMessage.Renew>().Last().LastConfirmed);

        member.TickUntil(500);
        Assert.Equal(confirmed, member.Sent<SessionMessage.Renew>().Last().LastConfirmed);
    }

    [Fact]
    public void A_renewal_is_urgent_first_on_a_channel_and_when_somebody_waits_for_its_confirmation()
    {
        var member = MemberHarness.Leased();
        member.TickUntil(250);
        Assert.Equal([true, false, false], member.Sent<SessionMessage.Renew>().Select(renewal => renewal.Urgent));

        member.Session.Confirm(request: 7, member.Now);
        Assert.True(member.Sent<SessionMessage.Renew>().Last().Urgent);
        member.Receive(new SessionMessage.Confirmed(member.LastRenewal, 1));
        member.TickUntil(500);
        Assert.False(member.Sent<SessionMessage.Renew>().Last().Urgent);
    }

    [Fact]
    public void Rule8_a_silent_channel_is_given_up_and_dialled_anew()
    {
        var member = MemberHarness.Leased();
        member.Clear();
        member.TickUntil(1_000);

        Assert.Single(member.Outputs().OfType<SessionOutput.CloseChannel>());
        Assert.Equal("c", Assert.Single(member.Outputs().OfType<SessionOutput.Dial>()).Member);
    }

    [Fact]
    public void A_session_that_a_snapshot_shows_as_closed_is_over()
    {
        var member = MemberHarness.Leading();
        member.Log.Apply(new Command.CloseSession(member.Session.Id, VacancyCause.LeaseExpired, "late"));
        member.Session.Applied(member.Log.State, null, member.Now);

        Assert.False(member.Acts());
        Assert.Single(member.Outputs().OfType<SessionOutput.EndLease>());
    }

    [Fact]
    public void A_session_that_the_log_does_not_know_yet_here_goes_on()
    {
        var member = new MemberHarness();
        member.Connect();
        member.Receive(new SessionMessage.Confirmed(member.LastRenewal, 1));

        Assert.Empty(member.Outputs().OfType<SessionOutput.EndLease>());
        Assert.Single(member.Outputs().OfType<SessionOutput.ExtendLease>());
    }
}
