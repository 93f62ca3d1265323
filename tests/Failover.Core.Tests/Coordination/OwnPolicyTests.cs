using static Failover.Core.Tests.Coordination.RequestTests;
using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Coordination;

/// <summary>Policies of the application: what they are asked, and what becomes of their answers.</summary>
public sealed class OwnPolicyTests
{
    private static readonly PromotionPolicy Own = new() { Name = "own" };

    [Fact]
    public void An_own_policy_is_asked_once_with_the_evidence_and_promotes()
    {
        var coordinator = Crashed(Own);
        var consult = coordinator.Take<CoordinatorOutput.Consult>()!;
        Assert.Equal(("own", "e", 1L, Reachability.Refuses, 1), (consult.Policy, consult.Context.Election, consult.Context.Term, consult.Context.Evidence.OldLeaderAddress, consult.Context.History.Count));
        coordinator.Until(500);
        Assert.Null(coordinator.Take<CoordinatorOutput.Consult>());
        Assert.True(coordinator.Log.Election.IsVacant);

        Decide(coordinator, consult, PromotionVerdict.Promote("c"));
        Assert.Equal(Id("c"), coordinator.Log.Election.Leader);
    }

    [Fact]
    public void An_own_policy_may_take_the_best()
    {
        var coordinator = Crashed(Own);
        Decide(coordinator, coordinator.Take<CoordinatorOutput.Consult>()!, PromotionVerdict.Promote());
        Assert.Equal(Id("b"), coordinator.Log.Election.Leader);
    }

    [Theory]
    [InlineData("a", "its policy chose a, which can not be promoted: it has no session")]
    [InlineData("x", "its policy chose x, which can not be promoted: it is no candidate")]
    public void A_choice_that_can_not_be_is_for_operators(string choice, string why)
    {
        var coordinator = Crashed(Own);
        Decide(coordinator, coordinator.Take<CoordinatorOutput.Consult>()!, PromotionVerdict.Promote(choice));

        Assert.Equal((why, Id("b")), (coordinator.Log.Request.Why, coordinator.Log.Request.Candidate));
    }

    [Fact]
    public void An_own_policy_that_wants_approval_or_failed_is_followed_by_a_request()
    {
        var coordinator = Crashed(Own);
        Decide(coordinator, coordinator.Take<CoordinatorOutput.Consult>()!, PromotionVerdict.RequireApproval("the policy 'own' failed: boom"));
        Assert.Equal("the policy 'own' failed: boom", coordinator.Log.Request.Why);

        Assert.True(coordinator.Ask(Approve("ann")).Done);
        Assert.Equal(Id("b"), coordinator.Log.Election.Leader);
    }

    [Fact]
    public void An_own_policy_that_waits_closes_the_request_and_is_asked_again_when_candidates_change()
    {
        var coordinator = Crashed(Own);
        Decide(coordinator, coordinator.Take<CoordinatorOutput.Consult>()!, PromotionVerdict.RequireApproval("ask"));
        coordinator.Renew("c", unfit: "disk");
        coordinator.CommitAll();
        Decide(coordinator, coordinator.Take<CoordinatorOutput.Consult>()!, PromotionVerdict.Wait("not at night"));

        Assert.Null(coordinator.Log.Election.Request);
        Assert.Contains("not at night", Explain(coordinator).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_stands_while_an_own_policy_decides_anew()
    {
        var log = Vacant(Own with { Approvals = 2 });
        log.Apply(new Command.OpenRequest("e", 1, log.Election.PolicyRevision, Id("b"), "ask", EvidenceOf("b", "c"))).Approve("b", "ann");
        var coordinator = CoordinatorHarness.Settled(log);
        coordinator.Until(900);

        Assert.Equal((1, 1), (coordinator.Log.Request.Revision, coordinator.Log.Request.Approvals.Count));
    }

    [Fact]
    public void An_answer_to_an_older_question_counts_no_more()
    {
        var coordinator = Crashed(Own);
        var first = coordinator.Take<CoordinatorOutput.Consult>()!;
        coordinator.Renew("b", unfit: "disk");
        coordinator.CommitAll();
        Decide(coordinator, first, PromotionVerdict.Promote("b"));
        Assert.True(coordinator.Log.Election.IsVacant);

        Decide(coordinator, coordinator.Take<CoordinatorOutput.Consult>()!, PromotionVerdict.Promote());
        Assert.Equal(Id("c"), coordinator.Log.Election.Leader);
    }

    [Fact]
    public void An_answer_after_the_policy_was_changed_counts_no_more()
    {
        var coordinator = Crashed(Own);
        var consult = coordinator.Take<CoordinatorOutput.Consult>()!;
        coordinator.Ask(new OperatorCommand.SetPolicy("e", Approved(), Operator("root", "k")));
        Decide(coordinator, consult, PromotionVerdict.Promote("c"));

        Assert.True(coordinator.Log.Election.IsVacant);
    }

    private static void Decide(CoordinatorHarness coordinator, CoordinatorOutput.Consult consult, PromotionVerdict verdict)
    {
        coordinator.Coordinator.Consulted(consult.Id, verdict, coordinator.Now);
        coordinator.CommitAll();
    }
}
