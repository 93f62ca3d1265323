namespace Failover.Core.Tests.Sessions;

public sealed class ChannelTests
{
    private readonly MemberHarness _member = new();

    [Fact]
    public void A_late_dial_of_the_former_coordinator_is_closed()
    {
        _member.Session.CoordinatorIs("b", _member.Now);
        _member.Session.CoordinatorIs("c", _member.Now);
        _member.Clear();
        _member.Session.Dialled("b", 1, _member.Now);
        _member.Session.DialFailed("b", _member.Now);
        _member.Session.Dialled("c", 2, _member.Now);

        Assert.Equal(1, Assert.Single(_member.Outputs().OfType<SessionOutput.CloseChannel>()).Channel);
        Assert.Equal(2, Assert.Single(_member.Outputs().OfType<SessionOutput.Send>()).Channel);
    }

    [Fact]
    public void A_failed_dial_is_tried_again_after_a_delay()
    {
        _member.Session.CoordinatorIs("c", _member.Now);
        _member.Session.DialFailed("c", _member.Now);
        _member.Clear();

        _member.At(49).Session.Tick(_member.Now);
        Assert.Empty(_member.Outputs());
        Assert.Equal(_member.At(50).Now, _member.Session.WakeAt);
        _member.Session.Tick(_member.Now);
        Assert.Single(_member.Outputs().OfType<SessionOutput.Dial>());
    }

    [Fact]
    public void Rule4_an_outdated_incarnation_greets_again_with_a_greater_one()
    {
        _member.Session.CoordinatorIs("c", _member.Now);
        _member.Session.Dialled("c", 1, _member.Now);
        _member.Receive(new SessionMessage.Outdated(7));

        Assert.Equal([1L, 8L], _member.Sent<SessionMessage.Hello>().Select(hello => hello.Session.Id.Incarnation));
    }

    [Fact]
    public void Rule4_a_late_answer_to_an_older_greeting_changes_nothing()
    {
        _member.Session.CoordinatorIs("c", _member.Now);
        _member.Session.Dialled("c", 1, _member.Now);
        _member.Receive(new SessionMessage.Outdated(7));
        _member.Receive(new SessionMessage.Outdated(7));

        Assert.Equal(8, _member.Session.Id.Incarnation);
    }

    [Fact]
    public void Rule4_a_new_process_greets_above_what_the_log_knows_of_its_member()
    {
        _member.Log.Apply(new Command.CloseSession(StateBuilder.Id("a"), VacancyCause.CrashConfirmed, "refused"));
        _member.Session.Applied(_member.Log.State, null, _member.Now);
        _member.Session.CoordinatorIs("c", _member.Now);
        _member.Session.Dialled("c", 1, _member.Now);

        Assert.Equal(2, _member.Sent<SessionMessage.Hello>().Single().Session.Id.Incarnation);
    }

    [Fact]
    public void A_refused_session_is_tried_again_later()
    {
        _member.Session.CoordinatorIs("c", _member.Now);
        _member.Session.Dialled("c", 1, _member.Now);
        _member.Receive(new SessionMessage.NotWelcome("two processes use one name"));

        Assert.Equal("two processes use one name", Assert.Single(_member.Outputs().OfType<SessionOutput.Refused>()).Reason);
        Assert.Equal(_member.At(50).Now, _member.Session.WakeAt);
    }

    [Fact]
    public void A_coordinator_that_says_that_it_ceased_is_believed_on_its_own_channel_only()
    {
        var member = MemberHarness.Leased();
        member.Receive(new SessionMessage.Ceased(7), channel: 2);
        Assert.Empty(member.Outputs().OfType<SessionOutput.CoordinatorCeased>());

        member.Receive(new SessionMessage.Ceased(7));
        Assert.Equal(new SessionOutput.CoordinatorCeased("c", 7), Assert.Single(member.Outputs().OfType<SessionOutput.CoordinatorCeased>()));
    }

    [Fact]
    public void A_coordinator_that_says_what_it_stored_is_believed_on_its_own_channel_only()
    {
        var member = MemberHarness.Leased();
        member.Receive(new SessionMessage.Stored(7, 12), channel: 2);
        Assert.Empty(member.Outputs().OfType<SessionOutput.CoordinatorStored>());

        member.Receive(new SessionMessage.Stored(7, 12));
        Assert.Equal(new SessionOutput.CoordinatorStored(7, 12), Assert.Single(member.Outputs().OfType<SessionOutput.CoordinatorStored>()));
    }

    [Fact]
    public void An_operator_command_is_sent_again_after_a_reconnection_until_it_is_answered()
    {
        var member = MemberHarness.Leased();
        member.Session.Ask(new OperatorCommand.DrainMember("b", StateBuilder.By("k")));
        member.Session.ChannelClosed(1, member.Now);
        member.At(50).Session.Tick(member.Now);
        member.Connect(channel: 2);
        Assert.Equal(2, member.Sent<SessionMessage.Ask>().Count());

        member.Receive(new SessionMessage.Answer(new OperatorResult("k", OperatorOutcome.Done, "b is drained")), channel: 2);
        member.Session.ChannelClosed(2, member.Now);
        member.At(100).Session.Tick(member.Now);
        member.Connect(channel: 3);
        Assert.Equal(2, member.Sent<SessionMessage.Ask>().Count());
        Assert.True(Assert.Single(member.Outputs().OfType<SessionOutput.Answered>()).Result.Done);
    }

    [Fact]
    public void A_coordinator_is_missed_from_the_end_of_its_channel_until_the_next_one_welcomes()
    {
        var member = new MemberHarness();
        member.Session.CoordinatorIs("b", member.Now);
        member.Session.DialFailed("b", member.Now);
        Assert.Null(member.Session.LostSince);
        member.Connect();
        Assert.Null(member.Session.LostSince);

        var lost = member.At(100).Now;
        member.Session.ChannelClosed(1, lost);
        member.At(250).Session.CoordinatorIs(null, member.Now);
        member.At(400).Session.CoordinatorIs("b", member.Now);
        member.Session.Dialled("b", 2, member.Now);
        Assert.Equal(lost, member.Session.LostSince);

        member.Receive(new SessionMessage.Welcome(member.Session.Id), channel: 2);
        Assert.Null(member.Session.LostSince);
    }

    [Fact]
    public void Fitness_is_told_at_once_and_once()
    {
        var member = MemberHarness.Leased();
        member.Clear();
        member.Session.SetFitness("disk", member.Now);
        member.Session.SetFitness("disk", member.Now);

        Assert.Equal("disk", Assert.Single(member.Sent<SessionMessage.Renew>()).Unfit);
    }

    [Fact]
    public void A_confirmation_is_of_a_renewal_that_was_sent_after_it_was_asked_for()
    {
        var member = MemberHarness.Leased();
        var before = member.LastRenewal;
        member.Session.Confirm(5, member.Now);
        member.Receive(new SessionMessage.Confirmed(before, 1));
        Assert.Empty(member.Outputs().OfType<SessionOutput.LeaseConfirmed>());

        member.Receive(new SessionMessage.Confirmed(member.LastRenewal, 1));
        Assert.Equal(5, Assert.Single(member.Outputs().OfType<SessionOutput.LeaseConfirmed>()).Request);
    }
}
