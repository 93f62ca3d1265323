using Failover.Promotion;
using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Promotion;

public sealed class PromotionRulesTests
{
    private static readonly PromotionPolicy Own = new() { Name = "own" };

    [Fact]
    public void Automatic_promotes_the_best() =>
        Assert.Equal(new PromotionDecision.Promote(Id("b")), Decide(Vacant(PromotionPolicy.Automatic)));

    [Fact]
    public void Operator_approved_asks_about_the_best() =>
        Assert.Equal(new PromotionDecision.Ask(Id("b"), "every change of leader needs approval"), Decide(Vacant(Approved())));

    [Fact]
    public void An_own_policy_is_consulted() => Assert.IsType<PromotionDecision.Consult>(Decide(Vacant(Own)));

    [Fact]
    public void An_own_policy_is_not_consulted_about_what_an_operator_has_approved()
    {
        var log = LedByA(Own).Apply(new Command.BeginHandOver("e", 1, "c", Operator("ann", "h")), new Command.Vacate("e", 1, VacancyCause.HandedOver, null, 0));
        Assert.Equal(new PromotionDecision.Promote(Id("c")), Decide(log));
    }

    [Fact]
    public void Under_an_own_policy_too_the_candidate_of_a_timed_out_request_is_promoted()
    {
        var log = Asked(Own with { RequestTimeoutMs = 1_000, OnRequestTimeout = RequestTimeoutAction.Promote });
        log.Apply(new Command.TimeOutRequest("e", 1, log.Election.PolicyRevision));

        Assert.Equal(new PromotionDecision.Promote(Id("b")), Decide(log));
    }

    [Fact]
    public void Nobody_eligible_waits()
    {
        var log = Vacant(Approved()).Apply(new Command.Drain("b", By("1")), new Command.Drain("c", By("2")));
        Assert.Equal(new PromotionDecision.Wait("no candidate is eligible"), Decide(log));
    }

    [Fact]
    public void After_a_rejection_the_next_is_proposed_and_in_the_end_nobody()
    {
        var log = Asked(Approved()).Apply(new Command.RejectRequest("e", 1, 1, Operator("ann", "k")));
        Assert.Equal(Id("c"), Assert.IsType<PromotionDecision.Ask>(Decide(log)).Session);

        log.Open("c", "b", "c").Apply(new Command.RejectRequest("e", 2, 1, Operator("ann", "l")));
        Assert.Equal(
            "every eligible candidate was passed over (b: rejected by ann: checked the store; c: rejected by ann: checked the store); an operator may promote one",
            Assert.IsType<PromotionDecision.Wait>(Decide(log)).Reason);
    }

    [Fact]
    public void Within_limits_who_needs_no_approval_goes_before_who_is_better()
    {
        var log = new StateBuilder();
        foreach (var (member, zone, priority) in new[] { ("a", "1", 0), ("b", "2", 5), ("c", "1", 0) })
        {
            log.Apply(
                new Command.OpenSession(Session(member) with { Labels = new Dictionary<string, string> { ["zone"] = zone } }),
                new Command.Enrol(Id(member), [new Enrolment("e", priority, PromotionPolicy.Automatic)]));
        }

        log.Lead("a").Under(new PromotionPolicy { Name = PromotionPolicy.WithinLimitsName, WithinLabel = "zone" }).Apply(new Command.CloseSession(Id("a"), VacancyCause.CrashConfirmed, "gone"));
        Assert.Equal(new PromotionDecision.Promote(Id("c")), Decide(log));

        log.Apply(new Command.CloseSession(Id("c"), VacancyCause.CrashConfirmed, "gone"));
        Assert.Equal(new PromotionDecision.Ask(Id("b"), "b is in zone '2', the last leader was in '1'"), Decide(log));
    }

    [Fact]
    public void In_a_hand_over_to_anybody_the_old_leader_comes_last()
    {
        var log = LedByA(PromotionPolicy.Automatic).Apply(new Command.BeginHandOver("e", 1, null, Operator("ann", "h")), new Command.Vacate("e", 1, VacancyCause.HandedOver, null, 0));
        var ranking = Ranking.Of(log.State, log.Election, new Facts());

        Assert.Equal(["b", "c", "a"], PromotionRules.InOrder(log.Election, ranking).Select(candidate => candidate.Session.Member));
    }

    [Theory]
    [InlineData("drained", true)]
    [InlineData("unfit", true)]
    [InlineData("quarantined", true)]
    [InlineData("deposed", false)]
    [InlineData("unheard", false)]
    [InlineData("drained and unheard", false)]
    [InlineData("no session", false)]
    public void What_force_overrides_is_what_is_a_matter_of_judgement(string what, bool canForce)
    {
        var (log, facts) = (LedByA(Approved()).Apply(new Command.Vacate("e", 1, VacancyCause.Resigned, null, what == "quarantined" ? 500 : 0)), new Facts());
        if (what.Contains("drained", StringComparison.Ordinal))
        {
            log.Apply(new Command.Drain("a", By("d")));
        }

        if (what.Contains("unheard", StringComparison.Ordinal))
        {
            facts.Reasons["a"] = "it does not hear the coordinator";
        }

        log.Apply(what switch
        {
            "unfit" => [new Command.SetFitness(Id("a"), "disk")],
            "deposed" => [new Command.Depose(Id("a"), null, By("x"))],
            "no session" => [new Command.CloseSession(Id("a"), VacancyCause.Goodbye, "gone")],
            _ => (Command[])[],
        });

        Assert.Equal(canForce, Ranking.Of(log.State, log.Election, facts).WhyNot("a")!.CanForce);
    }

    [Fact]
    public void The_report_lists_the_eligible_by_rank_and_the_others_with_the_reason()
    {
        var log = Vacant(Approved()).Apply(new Command.Drain("b", By("d")));
        var report = Ranking.Of(log.State, log.Election, new Facts { Coordinator = "c" }).Report(log.State, log.Election, new Facts { Coordinator = "c" });

        Assert.Equal([("c", 1, null, false), ("a", null, "it has no session", false), ("b", (int?)null, "it is drained by ann", true)], report.Select(candidate => (candidate.Member, candidate.Rank, candidate.Excluded, candidate.CanForce)));
        Assert.True(report[0].IsCoordinator);
    }

    private static PromotionDecision Decide(StateBuilder log) =>
        PromotionRules.Decide(log.State, log.Election, Ranking.Of(log.State, log.Election, new Facts()));
}
