namespace Failover.Core.Tests.Coordination;

public sealed class ConfirmationTests
{
    [Fact]
    public void Rule2_a_renewal_is_confirmed_only_after_a_barrier_in_the_coordinators_raft_term()
    {
        var coordinator = CoordinatorHarness.Settled();
        var number = coordinator.SendRenewal("a");
        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("a"));
        Assert.Equal(5, Assert.Single(coordinator.Outputs().OfType<CoordinatorOutput.Barrier>()).RaftTerm);

        coordinator.PassBarriers();
        Assert.Equal(number, Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("a")).Number);
    }

    [Fact]
    public void Rule2_a_barrier_that_failed_confirms_nothing()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.SendRenewal("a");
        coordinator.PassBarriers(proved: false);

        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("a"));
    }

    [Fact]
    public void Rule2_a_renewal_that_comes_during_a_barrier_waits_for_the_next()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.SendRenewal("a");
        coordinator.SendRenewal("b");
        var barrier = Assert.Single(coordinator.Outputs().OfType<CoordinatorOutput.Barrier>());

        coordinator.Coordinator.BarrierPassed(barrier.Id, true, coordinator.Now);
        Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("a"));
        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("b"));
        Assert.Equal(2, coordinator.Outputs().OfType<CoordinatorOutput.Barrier>().Count());
    }

    [Fact]
    public void Rule2_one_barrier_serves_all_renewals_that_wait_for_it()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.SendRenewal("c");
        var first = coordinator.Take<CoordinatorOutput.Barrier>()!;
        coordinator.SendRenewal("a");
        coordinator.SendRenewal("b");
        coordinator.Coordinator.BarrierPassed(first.Id, true, coordinator.Now);
        var second = coordinator.Take<CoordinatorOutput.Barrier>()!;
        coordinator.Clear();
        coordinator.Coordinator.BarrierPassed(second.Id, true, coordinator.Now);

        Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("a"));
        Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("b"));
        Assert.Empty(coordinator.Outputs().OfType<CoordinatorOutput.Barrier>());
    }

    [Fact]
    public void Renewals_that_are_not_urgent_wait_for_one_barrier_together()
    {
        var coordinator = SettledWithInterval();
        coordinator.At(1_000).Renew("a");
        Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("a"));
        coordinator.Clear();

        coordinator.At(1_050).SendRenewal("b");
        coordinator.At(1_100).SendRenewal("c");
        coordinator.At(1_144).Coordinator.Tick(coordinator.Now);
        Assert.Null(coordinator.Take<CoordinatorOutput.Barrier>());
        Assert.Equal(coordinator.At(1_145).Now, coordinator.Coordinator.WakeAt);

        coordinator.Coordinator.Tick(coordinator.Now);
        coordinator.PassBarriers();
        Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("b"));
        Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("c"));
    }

    [Fact]
    public void An_urgent_renewal_takes_those_that_wait_with_it()
    {
        var coordinator = SettledWithInterval();
        coordinator.At(1_000).Renew("a");
        coordinator.Clear();

        coordinator.At(1_050).SendRenewal("b");
        Assert.Null(coordinator.Take<CoordinatorOutput.Barrier>());
        coordinator.SendRenewal("c", urgent: true);
        coordinator.PassBarriers();
        Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("b"));
        Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("c"));
    }

    [Fact]
    public void An_urgent_renewal_during_a_barrier_is_served_by_the_next_one_at_once()
    {
        var coordinator = SettledWithInterval();
        coordinator.At(1_000).SendRenewal("a");
        var first = coordinator.Take<CoordinatorOutput.Barrier>()!;
        coordinator.At(1_001).SendRenewal("b", urgent: true);
        coordinator.At(1_002).Coordinator.BarrierPassed(first.Id, true, coordinator.Now);

        coordinator.PassBarriers();
        Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("b"));
    }

    [Fact]
    public void Rule2_a_barrier_of_an_earlier_reign_confirms_nothing()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.SendRenewal("a");
        var barrier = coordinator.Take<CoordinatorOutput.Barrier>()!;
        coordinator.Coordinator.Ceased("deposed");
        coordinator.Become();
        coordinator.Clear();
        coordinator.Coordinator.BarrierPassed(barrier.Id, true, coordinator.Now);

        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("a"));
    }

    [Fact]
    public void Rule3_a_session_whose_closing_is_proposed_is_not_confirmed()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.SendRenewal("a");
        coordinator.At(2_040).Coordinator.Tick(coordinator.Now);
        Assert.Contains(coordinator.Proposed(), command => command is Command.CloseSession { Id.Member: "a" });

        coordinator.PassBarriers();
        coordinator.Renew("a");
        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("a"));
    }

    [Fact]
    public void Rule3_a_closing_that_failed_is_proposed_again_and_never_confirmed()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.At(2_040).Coordinator.Tick(coordinator.Now);
        coordinator.Fail();
        coordinator.Renew("a");
        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("a"));

        coordinator.At(2_090).Coordinator.Tick(coordinator.Now);
        Assert.Contains(coordinator.Proposed(), command => command is Command.CloseSession { Id.Member: "a" });
    }

    [Fact]
    public void Rule7_a_deposed_session_is_not_confirmed_by_any_coordinator()
    {
        var log = StateBuilder.ThreeCandidates().Lead("a").Apply(new Command.Depose(StateBuilder.Id("a"), "e", StateBuilder.By("k")));
        var coordinator = CoordinatorHarness.Settled(log);
        coordinator.Renew("a");

        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("a"));
    }

    [Fact]
    public void Rule7_a_deposed_leader_is_replaced_after_the_full_wait_and_not_before()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.DeposeLeader("e", 1, StateBuilder.By("k"))));
        Assert.IsType<Command.Depose>(Assert.Single(coordinator.Commit()));

        for (var at = 100; at < 2_040; at += 100)
        {
            coordinator.At(at);
            foreach (var member in new[] { "a", "b", "c" })
            {
                coordinator.Renew(member);
            }

            Assert.Empty(coordinator.Proposed());
        }

        coordinator.At(2_040).Coordinator.Tick(coordinator.Now);
        Assert.Collection(
            coordinator.Commit(),
            close => Assert.Equal(VacancyCause.Operator, Assert.IsType<Command.CloseSession>(close).Cause),
            promote => Assert.Equal("b", Assert.IsType<Command.Promote>(promote).Leader.Member));
    }

    [Fact]
    public void What_a_session_says_before_it_is_welcome_is_not_heard()
    {
        var coordinator = new CoordinatorHarness(new StateBuilder());
        coordinator.Become();
        coordinator.Greet("a");
        coordinator.SendRenewal("a");

        Assert.Empty(coordinator.Outputs().OfType<CoordinatorOutput.Barrier>());
    }

    private static CoordinatorHarness SettledWithInterval() =>
        CoordinatorHarness.Settled(barrierInterval: TimeSpan.FromMilliseconds(145));
}
