using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Coordination;

/// <summary>Decision 5: a coordinator that also leads gives up coordinating, while Raft's rounds are quick.</summary>
public sealed class YieldTests
{
    [Fact]
    public void A_coordinator_that_leads_yields_after_a_while()
    {
        var coordinator = Leading("c");
        coordinator.Until(999);
        Assert.False(HasYielded(coordinator));

        coordinator.Until(1_000);
        Assert.True(HasYielded(coordinator));
    }

    [Fact]
    public void One_that_leads_nothing_stays()
    {
        var coordinator = Leading("a");
        coordinator.Until(10_000);
        Assert.False(HasYielded(coordinator));
    }

    [Fact]
    public void The_while_begins_with_its_leadership_so_that_a_drill_finds_the_same_coordinator()
    {
        var coordinator = Leading("a");
        coordinator.Until(5_000);
        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.HandOverLeadership("e", "c", By("there"))));
        coordinator.CommitAll();
        coordinator.Receive("a", new SessionMessage.Released("e", 1, VacancyCause.HandedOver, null, 0));
        coordinator.CommitAll();
        Assert.Equal(Id("c"), coordinator.Log.Election.Leader);

        coordinator.Until(5_900);
        Assert.False(HasYielded(coordinator));
        coordinator.Until(6_250);
        Assert.True(HasYielded(coordinator));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_waits_for_as_long_after_a_round_that_took_long_or_failed(bool proved)
    {
        var coordinator = Leading("c");
        coordinator.Until(500);
        coordinator.SendRenewal("c", urgent: true);
        coordinator.At(proved ? 650 : 575);
        if (!proved)
        {
            coordinator.Coordinator.Tick(coordinator.Now);
        }

        coordinator.PassBarriers(proved);
        coordinator.Until(1_500);
        Assert.False(HasYielded(coordinator));

        coordinator.Until(1_650);
        Assert.True(HasYielded(coordinator));
    }

    [Fact]
    public void It_stays_while_the_others_would_all_be_needed_to_elect_another_and_for_as_long_after()
    {
        var coordinator = Leading("c");
        coordinator.At(500).Crash("b");
        coordinator.Until(5_000);
        Assert.False(HasYielded(coordinator));

        coordinator.Greet("b", incarnation: 2);
        coordinator.Answer(refused: false, ProcessOf("b", 2));
        coordinator.CommitAll();
        coordinator.Until(5_900);
        Assert.False(HasYielded(coordinator));
        coordinator.Until(6_100);
        Assert.True(HasYielded(coordinator));
    }

    [Theory]
    [InlineData(500, 1_000)]
    [InlineData(600, 24_000)]
    [InlineData(9_000, 300_000)]
    public void After_an_election_that_took_long_it_waits_in_proportion(int missed, int yields)
    {
        var coordinator = Leading("c", TimeSpan.FromMilliseconds(missed));
        coordinator.Until(yields - 1);
        Assert.False(HasYielded(coordinator));

        coordinator.Until(yields);
        Assert.True(HasYielded(coordinator));
    }

    private static CoordinatorHarness Leading(string leader, TimeSpan missed = default) =>
        CoordinatorHarness.Settled(ThreeCandidates().Lead(leader), firstYieldDelay: TimeSpan.FromSeconds(1), missed: missed);

    private static bool HasYielded(CoordinatorHarness coordinator) => coordinator.Outputs().OfType<CoordinatorOutput.Yield>().Any();
}
