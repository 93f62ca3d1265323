using Failover.Promotion;
using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Promotion;

public sealed class RankingTests
{
    private readonly Facts _facts = new();

    [Fact]
    public void Candidates_are_ranked_by_name_when_all_else_is_equal() => AssertOrder(ThreeCandidates(), "a", "b", "c");

    [Fact]
    public void The_coordinator_is_ranked_behind_its_equals()
    {
        _facts.Coordinator = "a";
        AssertOrder(ThreeCandidates(), "b", "c", "a");
    }

    [Fact]
    public void Fewer_leaderships_come_before_the_coordinator_rule()
    {
        _facts.Coordinator = "a";
        _facts.Leaderships["b"] = 2;
        _facts.Leaderships["c"] = 1;
        AssertOrder(ThreeCandidates(), "a", "c", "b");
    }

    [Fact]
    public void A_higher_position_comes_before_fewer_leaderships()
    {
        _facts.Positions["c"] = 10;
        _facts.Leaderships["c"] = 5;
        AssertOrder(ThreeCandidates(), "c", "a", "b");
    }

    [Fact]
    public void Priority_comes_first()
    {
        _facts.Positions["a"] = 10;
        var builder = ThreeCandidates().Apply(new Command.Enrol(Id("b"), [new Enrolment("e", 1, PromotionPolicy.Automatic)]));
        AssertOrder(builder, "b", "a", "c");
    }

    [Fact]
    public void Every_exclusion_carries_its_reason()
    {
        _facts.Reasons["a"] = "it does not hear the coordinator";
        AssertExcluded(ThreeCandidates(), "it does not hear the coordinator");
        _facts.Reasons.Clear();

        AssertExcluded(ThreeCandidates().Apply(new Command.CloseSession(Id("a"), VacancyCause.Goodbye, "bye")), "it has no session");
        AssertExcluded(ThreeCandidates().Apply(new Command.Drain("a", By("k"))), "it is drained by ann");
        AssertExcluded(ThreeCandidates().Apply(new Command.Depose(Id("a"), null, By("k"))), "it is deposed");
        AssertExcluded(ThreeCandidates().Apply(new Command.SetFitness(Id("a"), "disk")), "it reports itself unfit: disk");
        AssertExcluded(ThreeCandidates().Apply(new Command.OpenSession(Session("a", 2))), "its present process has not enrolled");
        AssertExcluded(
            ThreeCandidates().Lead("a").Apply(new Command.Vacate("e", 1, VacancyCause.Resigned, null, 100)),
            "it is quarantined: Resigned");
    }

    [Fact]
    public void The_automatic_policy_promotes_the_best_and_waits_without_one()
    {
        var state = ThreeCandidates().State;
        var decision = PromotionRules.Decide(state, state.Elections["e"], Ranking.Of(state, state.Elections["e"], _facts));
        Assert.Equal(new PromotionDecision.Promote(Id("a")), decision);

        Assert.IsType<PromotionDecision.Wait>(PromotionRules.Decide(state, state.Elections["e"], new Ranking([], [])));
    }

    [Theory]
    [InlineData("c", "c")]
    [InlineData(null, "b")]
    [InlineData("gone", "a")]
    public void A_hand_over_promotes_its_target_or_another_than_before_or_the_best(string? target, string promoted)
    {
        var builder = ThreeCandidates().Lead("a")
            .Apply(new Command.BeginHandOver("e", 1, target, By("k")), new Command.Vacate("e", 1, VacancyCause.HandedOver, null, 0));
        var election = builder.State.Elections["e"];

        var decision = PromotionRules.Decide(builder.State, election, Ranking.Of(builder.State, election, _facts));
        Assert.Equal(new PromotionDecision.Promote(Id(promoted)), decision);
    }

    private void AssertOrder(StateBuilder builder, params string[] members) =>
        Assert.Equal(members, Ranking.Of(builder.State, builder.State.Elections["e"], _facts).Eligible.Select(candidate => candidate.Session.Member));

    private void AssertExcluded(StateBuilder builder, string reason)
    {
        var ranking = Ranking.Of(builder.State, builder.State.Elections["e"], _facts);
        Assert.Equal(("a", reason), (Assert.Single(ranking.Excluded).Member, ranking.Excluded[0].Reason));
        Assert.Equal(["b", "c"], ranking.Eligible.Select(candidate => candidate.Session.Member));
    }
}
