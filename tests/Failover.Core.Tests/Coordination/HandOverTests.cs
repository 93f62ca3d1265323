using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Coordination;

/// <summary>Who may hand over, and how a hand-over ends that can not promote.</summary>
public sealed class HandOverTests
{
    [Fact]
    public void Only_an_operator_hands_over_where_operators_approve()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved()));
        var refused = coordinator.Ask(new OperatorCommand.HandOverLeadership("e", "b", new OperatorNote("app", null, "k", OperatorNote.Application)));
        Assert.Contains("only an operator hands it over", refused.Message, StringComparison.Ordinal);

        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.HandOverLeadership("e", "b", Operator("ann", "h"))));
        coordinator.CommitAll();
        coordinator.Receive("a", new SessionMessage.Released("e", 1, VacancyCause.HandedOver, null, 0));
        coordinator.CommitAll();
        Assert.Equal(Id("b"), coordinator.Log.Election.Leader);
    }

    /// <summary>The samples' members have no zone, so that no two share one.</summary>
    [Theory]
    [InlineData("b")]
    [InlineData(null)]
    public void An_application_does_not_hand_over_to_whom_operators_would_have_to_approve(string? target)
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(new PromotionPolicy { Name = PromotionPolicy.WithinLimitsName, WithinLabel = "zone" }));
        var refused = coordinator.Ask(new OperatorCommand.HandOverLeadership("e", target, new OperatorNote("app", null, "k", OperatorNote.Application)));

        Assert.Equal(OperatorOutcome.Conflict, refused.Outcome);
        Assert.Contains("the policy of e would ask operators", refused.Message, StringComparison.Ordinal);
        Assert.Null(coordinator.Log.Election.HandOver);

        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.HandOverLeadership("e", target, Operator("ann", "h"))));
        coordinator.CommitAll();
        Assert.NotNull(coordinator.Log.Election.HandOver);
    }

    [Fact]
    public void An_application_hands_over_within_the_limits_of_the_policy()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(new PromotionPolicy { Name = PromotionPolicy.WithinLimitsName, MostPromotions = 3 }));
        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.HandOverLeadership("e", "b", new OperatorNote("app", null, "k", OperatorNote.Application))));
        coordinator.CommitAll();
        Assert.Equal("b", coordinator.Log.Election.HandOver?.Target);
    }

    [Fact]
    public void A_hand_over_ends_when_its_successor_needs_approval_by_then()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(PromotionPolicy.Automatic));
        coordinator.Receive("c", new SessionMessage.Ask(new OperatorCommand.HandOverLeadership("e", "b", Operator("ann", "h"))));
        coordinator.CommitAll();
        coordinator.Ask(new OperatorCommand.SetPolicy("e", Approved(2), Operator("root", "two")));
        coordinator.Receive("a", new SessionMessage.Released("e", 1, VacancyCause.HandedOver, null, 0));
        coordinator.CommitAll();
        coordinator.See("a", Reachability.Answers);

        Assert.Null(coordinator.Log.Election.HandOver);
        Assert.NotNull(coordinator.Log.Election.Request);
        var answer = coordinator.Log.State.Results["h"];
        Assert.Equal(OperatorOutcome.Conflict, answer.Outcome);
        Assert.Contains("its successor needs approval", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hand_over_ends_when_its_election_was_paused_before_the_leader_released()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(PromotionPolicy.Automatic));
        coordinator.Receive("c", new SessionMessage.Ask(new OperatorCommand.HandOverLeadership("e", "b", Operator("ann", "h"))));
        coordinator.CommitAll();
        coordinator.Ask(new OperatorCommand.PauseElection("e", null, Operator("root", "halt")));
        coordinator.Receive("a", new SessionMessage.Released("e", 1, VacancyCause.HandedOver, null, 0));
        coordinator.CommitAll();

        Assert.True(coordinator.Log.Election.IsVacant);
        Assert.Null(coordinator.Log.Election.HandOver);
        var answer = coordinator.Log.State.Results["h"];
        Assert.Equal(OperatorOutcome.Conflict, answer.Outcome);
        Assert.Contains("paused by root", answer.Message, StringComparison.Ordinal);
        coordinator.Ask(new OperatorCommand.ResumeElection("e", Operator("root", "go on")));
        coordinator.CommitAll();
        Assert.False(coordinator.Log.Election.IsVacant);
    }

    [Fact]
    public void A_hand_over_whose_approved_target_dies_promotes_nobody_else()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved()));
        coordinator.Receive("c", new SessionMessage.Ask(new OperatorCommand.HandOverLeadership("e", "b", Operator("ann", "h"))));
        coordinator.CommitAll();
        coordinator.Clear();
        coordinator.Coordinator.Disconnected(CoordinatorHarness.ChannelOf("b"), coordinator.Now);
        coordinator.Answer(refused: true);
        coordinator.Receive("a", new SessionMessage.Released("e", 1, VacancyCause.HandedOver, null, 0));
        coordinator.CommitAll();
        coordinator.See("a", Reachability.Answers);

        Assert.Null(coordinator.Log.Election.HandOver);
        Assert.Equal(Id("a"), coordinator.Log.Request.Candidate);
        var answer = Assert.Single(coordinator.SentTo<SessionMessage.Answer>("c")).Result;
        Assert.Equal((OperatorOutcome.Conflict, "b can not be promoted any more: it has no session"), (answer.Outcome, answer.Message));
    }
}
