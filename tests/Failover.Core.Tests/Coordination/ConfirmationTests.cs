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
}
