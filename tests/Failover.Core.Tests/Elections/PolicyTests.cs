using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Elections;

/// <summary>Which promotions the state machine lets pass without an operator (invariant <em>approval</em>).</summary>
public sealed class PolicyTests
{
    private static readonly PromotionPolicy Limited = new() { Name = PromotionPolicy.WithinLimitsName, MostPromotions = 2 };

    private static readonly PromotionPolicy Zoned = new() { Name = PromotionPolicy.WithinLimitsName, WithinLabel = "zone" };

    [Fact]
    public void Automatic_needs_nobody() => Assert.Equal(2, Vacant(PromotionPolicy.Automatic).Lead("b").Term());

    [Fact]
    public void Operator_approved_needs_somebody() => Refused(Vacant(Approved()), "b", "every change of leader needs approval");

    [Fact]
    public void A_late_promotion_does_not_get_round_a_policy_that_was_changed_meanwhile()
    {
        Refused(Vacant(PromotionPolicy.Automatic).Under(Approved(), "late"), "b", "every change of leader needs approval");
        Refused(Vacant(new PromotionPolicy { Name = "own" }), "b", "the policy 'own' has not allowed it");
    }

    [Fact]
    public void An_own_policy_allows_for_its_own_revision_only()
    {
        var log = Vacant(new PromotionPolicy { Name = "own" });
        var allowed = log.Election.PolicyRevision;
        log.Under(new PromotionPolicy { Name = "own", Approvals = 2 }, "later");

        log.RefusalOf(new Command.Promote("e", 1, Id("b"), allowed));
        log.Apply(new Command.Promote("e", 1, Id("b"), log.Election.PolicyRevision));
        Assert.Equal(Id("b"), log.Election.Leader);
    }

    [Fact]
    public void What_an_own_policy_allowed_is_nothing_to_a_policy_of_ours()
    {
        var log = Vacant(Approved());
        log.RefusalOf(new Command.Promote("e", 1, Id("b"), log.Election.PolicyRevision));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_first_leader_needs_approval_where_the_policy_says_so(bool needed)
    {
        var log = ThreeCandidates().Under(Approved() with { ApproveFirstLeader = needed });
        log.Apply(new Command.Promote("e", 0, Id("b")));

        Assert.Equal(needed, log.Election.IsVacant);
    }

    [Theory]
    [InlineData(VacancyCause.CrashConfirmed, true)]
    [InlineData(VacancyCause.LeaseExpired, true)]
    [InlineData(VacancyCause.Goodbye, true)]
    [InlineData(VacancyCause.Operator, false)]
    [InlineData(VacancyCause.Unhealthy, false)]
    public void The_last_leader_comes_back_by_itself_after_an_end_that_nobody_wanted(VacancyCause cause, bool free)
    {
        var log = Vacant(Approved(), cause);
        Return(log);

        Assert.Equal(!free, log.Apply(new Command.Promote("e", 1, Id("a", 2))).Election.IsVacant);
    }

    [Theory]
    [InlineData(VacancyCause.Resigned)]
    [InlineData(VacancyCause.ServiceFailed)]
    [InlineData(VacancyCause.HandedOver)]
    public void Who_gave_up_does_not_come_back_by_itself(VacancyCause cause)
    {
        var log = LedByA(Approved()).Apply(new Command.Vacate("e", 1, cause, null, 0));
        Refused(log, "a", "every change of leader needs approval");
    }

    [Fact]
    public void A_return_may_need_approval_too()
    {
        var log = Vacant(Approved() with { ApproveReturn = true });
        Return(log);
        log.RefusalOf(new Command.Promote("e", 1, Id("a", 2)));
    }

    [Fact]
    public void Who_was_deposed_does_not_come_back_by_itself_however_its_session_ended()
    {
        var log = LedByA(Approved()).Apply(new Command.Depose(Id("a"), "e", Operator("ann", "d")));
        Return(log);

        Assert.Equal(VacancyCause.Operator, log.Election.Cause);
        log.RefusalOf(new Command.Promote("e", 1, Id("a", 2)));
    }

    [Fact]
    public void Who_was_to_resign_and_crashed_does_not_come_back_by_itself()
    {
        var log = LedByA(Approved()).Apply(new Command.BeginHandOver("e", 1, null, Operator("ann", "r")) { ResignationMs = 500 });
        log.Apply(new Command.CloseSession(Id("a"), VacancyCause.CrashConfirmed, "gone"));
        Assert.Equal((VacancyCause.Operator, OperatorOutcome.Done), (log.Election.Cause, log.Answer("r").Outcome));
        Assert.Equal(500, log.Election.Quarantined["a"].DurationMs);

        Return(log);
        log.Apply(new Command.LiftQuarantine("e", "a", 1));
        log.RefusalOf(new Command.Promote("e", 1, Id("a", 2)));
    }

    [Fact]
    public void Who_was_passed_over_does_not_come_back_by_itself()
    {
        var log = Vacant(Approved());
        Return(log);
        log.Apply(new Command.OpenRequest("e", 1, log.Election.PolicyRevision, Id("a", 2), "asked", EvidenceOf("b")), new Command.RejectRequest("e", 1, 1, Operator("ann", "k")));

        log.RefusalOf(new Command.Promote("e", 1, Id("a", 2)));
    }

    [Fact]
    public void Within_limits_counts_automatic_promotions_up_to_the_limit()
    {
        var log = ThreeCandidates().Under(Limited).Lead("a");
        Assert.Empty(log.Election.RecentTerms);
        Change(log, "b");
        Change(log, "c");
        Assert.Equal([2L, 3L], log.Election.RecentTerms);

        Refused(Vacate(log), "b", "there were 2 automatic promotions within 10 min");
        log.Apply(new Command.ForgetPromotion("e", 2));
        log.Lead("b");
        Assert.Equal([3L, 4L], log.Election.RecentTerms);
        log.RefusalOf(new Command.ForgetPromotion("e", 2));
    }

    [Fact]
    public void Within_limits_does_not_count_what_operators_decided()
    {
        var log = ThreeCandidates().Under(Limited).Lead("a");
        Vacate(log).Apply(new Command.PromoteByOperator("e", 1, Id("b"), false, Operator("ann", "k")));
        Assert.Empty(log.Election.RecentTerms);

        log.Apply(new Command.BeginHandOver("e", 2, "c", Operator("ann", "h")));
        Vacate(log).Lead("c");
        Assert.Empty(log.Election.RecentTerms);
    }

    [Fact]
    public void Within_limits_a_return_counts_too()
    {
        var log = ThreeCandidates().Lead("a").Under(Limited with { MostPromotions = 1 });
        log.Apply(new Command.CloseSession(Id("a"), VacancyCause.CrashConfirmed, "gone"));
        Return(log);
        log.Lead("a", 2);
        log.Apply(new Command.CloseSession(Id("a", 2), VacancyCause.CrashConfirmed, "gone"));
        Return(log, 3);

        log.RefusalOf(new Command.Promote("e", 2, Id("a", 3)));
    }

    [Fact]
    public void Another_policy_begins_to_count_anew()
    {
        var log = ThreeCandidates().Under(Limited).Lead("a");
        Change(log, "b");
        log.Under(Limited with { MostPromotions = 3 }, "more");

        Assert.Empty(log.Election.RecentTerms);
        Assert.Equal(3, log.Election.PolicyRevision);
    }

    [Fact]
    public void Within_limits_a_rejected_candidate_is_not_promoted_when_the_window_allows_it_again()
    {
        var log = ThreeCandidates().Under(Limited with { MostPromotions = 1 }).Lead("a");
        Change(log, "b");
        Vacate(log).Open("c", "c").Apply(new Command.RejectRequest("e", 1, 1, Operator("ann", "k")), new Command.ForgetPromotion("e", 2));

        Refused(log, "c", "it was passed over before (rejected by ann: checked the store)");
        log.Lead("a");
    }

    [Theory]
    [InlineData("1", "1", null)]
    [InlineData("1", "2", "b is in zone '2', the last leader was in '1'")]
    [InlineData("1", null, "b is in zone '(none)', the last leader was in '1'")]
    [InlineData(null, null, "b is in zone '(none)', the last leader was in '(none)'")]
    public void Within_limits_a_change_stays_within_its_label(string? before, string? after, string? refusal)
    {
        var log = new StateBuilder();
        Open(log, "a", before);
        Open(log, "b", after);
        log.Lead("a").Under(Zoned).Apply(new Command.CloseSession(Id("a"), VacancyCause.CrashConfirmed, "gone"));

        if (refusal is null)
        {
            log.Lead("b");
        }
        else
        {
            Refused(log, "b", refusal);
        }
    }

    [Fact]
    public void An_operator_s_hand_over_is_the_approval_of_its_target_and_of_nobody_else()
    {
        var log = LedByA(Approved()).Apply(new Command.BeginHandOver("e", 1, "b", Operator("ann", "h")));
        Vacate(log).RefusalOf(new Command.Promote("e", 1, Id("c")));
        log.Lead("b");
        Assert.Equal(OperatorOutcome.Done, log.Answer("h").Outcome);
    }

    [Fact]
    public void An_operator_s_hand_over_to_anybody_is_no_approval_of_the_old_leader()
    {
        var log = LedByA(Approved()).Apply(new Command.BeginHandOver("e", 1, null, Operator("ann", "h")));
        Vacate(log).RefusalOf(new Command.Promote("e", 1, Id("a")));
        log.Lead("c");
    }

    [Fact]
    public void A_hand_over_of_the_application_s_is_no_approval()
    {
        var log = LedByA(Approved()).Apply(new Command.BeginHandOver("e", 1, "b", new OperatorNote("app", null, "h", OperatorNote.Application)));
        Refused(Vacate(log), "b", "every change of leader needs approval");
    }

    [Fact]
    public void A_hand_over_is_no_approval_where_two_operators_decide()
    {
        var log = LedByA(Approved()).Apply(new Command.BeginHandOver("e", 1, "b", Operator("ann", "h"))).Under(Approved(2), "two");
        Refused(Vacate(log), "b", "every change of leader needs approval");
    }

    [Fact]
    public void A_resignation_is_no_approval()
    {
        var log = LedByA(Approved()).Apply(new Command.BeginHandOver("e", 1, null, Operator("ann", "r")) { ResignationMs = 500 });
        Vacate(log);

        Assert.Null(log.Election.HandOver);
        Assert.Equal(OperatorOutcome.Done, log.Answer("r").Outcome);
        Refused(log, "b", "every change of leader needs approval");
    }

    [Fact]
    public void The_policy_change_is_answered_audited_and_told()
    {
        var log = ThreeCandidates().Under(Approved(2));

        Assert.Equal("e is now operator-approved (2 approvals)", log.Answer("policy").Message);
        Assert.Equal(("policy-set", "root", "from automatic to operator-approved (2 approvals)"), (log.State.Audit.Records[^1].Verb, log.State.Audit.Records[^1].Actor, log.State.Audit.Records[^1].Detail));
        Assert.Equal(Approved(2), Assert.Single(log.Events.OfType<ClusterEvent.PolicySet>()).Policy);
        log.RefusalOf(new Command.ChangePolicy("none", Approved(), Operator("root", "k")));
        Assert.Equal(OperatorOutcome.NotFound, log.Answer("k").Outcome);
    }

    private static StateBuilder Vacate(StateBuilder log) => log.Apply(new Command.Vacate("e", log.Term(), VacancyCause.HandedOver, null, 0));

    private static void Change(StateBuilder log, string member) => Vacate(log).Lead(member);

    private static void Return(StateBuilder log, long incarnation = 2) =>
        log.Apply(new Command.OpenSession(Session("a", incarnation)), new Command.Enrol(Id("a", incarnation), [new Enrolment("e", 0, PromotionPolicy.Automatic)]));

    private static void Refused(StateBuilder log, string member, string reason) =>
        Assert.Equal(reason, log.RefusalOf(new Command.Promote("e", log.Term(), Id(member))));

    private static void Open(StateBuilder log, string member, string? zone)
    {
        var labels = zone is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["zone"] = zone };
        log.Apply(new Command.OpenSession(Session(member) with { Labels = labels }), new Command.Enrol(Id(member), [new Enrolment("e", 0, PromotionPolicy.Automatic)]));
    }
}
