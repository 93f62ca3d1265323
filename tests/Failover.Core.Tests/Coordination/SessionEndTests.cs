namespace Failover.Core.Tests.Coordination;

public sealed class SessionEndTests
{
    [Fact]
    public void Rule3_a_silent_session_is_closed_after_the_lease_and_the_clock_tolerance()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.At(1_500);
        foreach (var member in new[] { "b", "b", "c", "c" })
        {
            coordinator.Renew(member);
        }

        coordinator.At(2_039).Coordinator.Tick(coordinator.Now);
        Assert.Empty(coordinator.Proposed());
        Assert.Equal(coordinator.At(2_040).Now, coordinator.Coordinator.WakeAt);

        coordinator.Coordinator.Tick(coordinator.Now);
        Assert.Collection(
            coordinator.Commit(),
            close => Assert.Equal((StateBuilder.Id("a"), VacancyCause.LeaseExpired), (Assert.IsType<Command.CloseSession>(close).Id, ((Command.CloseSession)close).Cause)),
            promote => Assert.Equal("b", Assert.IsType<Command.Promote>(promote).Leader.Member));
    }

    [Fact]
    public void Rule3_a_new_coordinator_waits_the_full_time_itself()
    {
        var coordinator = new CoordinatorHarness(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.At(500).Become();
        coordinator.At(2_539).Coordinator.Tick(coordinator.Now);
        Assert.Empty(coordinator.Proposed());

        coordinator.At(2_540).Coordinator.Tick(coordinator.Now);
        Assert.Contains(coordinator.Proposed(), command => command is Command.CloseSession { Id.Member: "a", Cause: VacancyCause.LeaseExpired });
    }

    [Fact]
    public void Rule3_each_renewal_starts_the_wait_anew()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.At(1_000).Renew("a");
        coordinator.At(3_039).Coordinator.Tick(coordinator.Now);

        Assert.DoesNotContain(coordinator.Proposed(), command => command is Command.CloseSession { Id.Member: "a" });
    }

    [Fact]
    public void Rule4_a_goodbye_ends_a_session_at_once()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.Receive("a", new SessionMessage.Goodbye());

        Assert.Equal(VacancyCause.Goodbye, Assert.IsType<Command.CloseSession>(coordinator.Commit()[0]).Cause);
    }

    [Fact]
    public void Rule4_a_session_is_opened_after_its_address_answered_as_its_process()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.Greet("a", incarnation: 2);
        Assert.Empty(coordinator.Proposed());
        Assert.Equal("a", coordinator.Answer(refused: false, StateBuilder.ProcessOf("a", 2)).Member);

        Assert.Equal(StateBuilder.Id("a", 2), Assert.IsType<Command.OpenSession>(Assert.Single(coordinator.Commit())).Session.Id);
        Assert.Equal(StateBuilder.Id("a", 2), Assert.Single(coordinator.SentTo<SessionMessage.Welcome>("a")).Id);
    }

    [Theory]
    [InlineData(true, false, "refuses connections")]
    [InlineData(false, false, "does not answer")]
    [InlineData(false, true, "two processes use one name")]
    public void Rule4_no_session_is_opened_for_a_process_that_is_not_at_its_address(bool refused, bool another, string reason)
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.Greet("a", incarnation: 2, channel: 9);
        coordinator.Answer(refused, another ? StateBuilder.ProcessOf("a") : null);

        Assert.Empty(coordinator.Proposed());
        var message = Assert.Single(coordinator.Outputs().OfType<CoordinatorOutput.Send>(), send => send.Channel == 9).Message;
        Assert.Contains(reason, Assert.IsType<SessionMessage.NotWelcome>(message).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule4_another_process_does_not_go_on_with_an_open_session()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.Greet("a", process: Guid.NewGuid(), channel: 9);

        var message = Assert.Single(coordinator.Outputs().OfType<CoordinatorOutput.Send>(), send => send.Channel == 9).Message;
        Assert.Equal(1, Assert.IsType<SessionMessage.Outdated>(message).LastIncarnation);
    }

    [Fact]
    public void Rule4_a_name_that_is_not_configured_is_refused()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.Greet("x", channel: 9);

        var message = Assert.Single(coordinator.Outputs().OfType<CoordinatorOutput.Send>()).Message;
        Assert.Contains("'x' is no configured member", Assert.IsType<SessionMessage.NotWelcome>(message).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule6_a_refused_connection_after_a_broken_channel_ends_the_session_and_promotes_in_one_entry()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Coordinator.Disconnected(CoordinatorHarness.ChannelOf("a"), coordinator.Now);
        coordinator.Answer(refused: true);

        Assert.Collection(
            coordinator.Commit(),
            close => Assert.Equal(VacancyCause.CrashConfirmed, Assert.IsType<Command.CloseSession>(close).Cause),
            promote => Assert.Equal("b", Assert.IsType<Command.Promote>(promote).Leader.Member));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rule6_an_answer_or_silence_proves_nothing_and_is_asked_for_again(bool answers)
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Coordinator.Disconnected(CoordinatorHarness.ChannelOf("a"), coordinator.Now);
        coordinator.Answer(refused: false, answers ? StateBuilder.ProcessOf("a") : null);
        Assert.Empty(coordinator.Proposed());

        coordinator.At(250).Coordinator.Tick(coordinator.Now);
        coordinator.Answer(refused: true);
        Assert.NotEmpty(coordinator.Proposed());
    }

    [Fact]
    public void Rule6_a_session_that_is_connected_again_has_not_crashed()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.Coordinator.Disconnected(CoordinatorHarness.ChannelOf("a"), coordinator.Now);
        coordinator.Greet("a");
        coordinator.Answer(refused: true);

        Assert.Empty(coordinator.Proposed());
    }

    [Fact]
    public void Rule6_a_new_coordinator_probes_who_has_not_connected_to_it()
    {
        var coordinator = new CoordinatorHarness();
        coordinator.Greet("a");
        coordinator.Become();

        Assert.Equal(["b"], coordinator.Outputs().OfType<CoordinatorOutput.Probe>().Select(probe => probe.Member));
    }

    [Fact]
    public void Rule6_crash_confirmation_can_be_turned_off()
    {
        var coordinator = CoordinatorHarness.Settled(confirmCrashes: false);
        coordinator.Coordinator.Disconnected(CoordinatorHarness.ChannelOf("a"), coordinator.Now);

        Assert.Empty(coordinator.Outputs().OfType<CoordinatorOutput.Probe>());
    }

    [Fact]
    public void Rule6_a_session_whose_channel_broke_while_it_was_opened_is_probed()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.Greet("a", incarnation: 2);
        coordinator.Answer(refused: false, StateBuilder.ProcessOf("a", 2));
        coordinator.Coordinator.Disconnected(CoordinatorHarness.ChannelOf("a"), coordinator.Now);
        coordinator.Clear();
        coordinator = Reopen(coordinator);

        Assert.Contains(coordinator.Outputs().OfType<CoordinatorOutput.Probe>(), probe => probe.Member == "a");
    }

    private static CoordinatorHarness Reopen(CoordinatorHarness coordinator)
    {
        coordinator.Log.Apply(new Command.OpenSession(StateBuilder.Session("a", 2)));
        coordinator.Coordinator.Applied(coordinator.Log.State, coordinator.Log.Events, coordinator.Now);
        return coordinator;
    }
}
