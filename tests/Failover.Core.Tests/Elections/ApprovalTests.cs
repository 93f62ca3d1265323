using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Elections;

/// <summary>Invariant <em>approval</em>, in the state machine: log order decides, and the loser is told who won.</summary>
public sealed class ApprovalTests
{
    /// <summary>Decision 15: the coordinator that proposes a request may not have seen the rejection that its own entry brings about.</summary>
    [Fact]
    public void Whom_an_operator_rejected_is_not_proposed_again()
    {
        var log = Asked(Approved());
        log.Apply(
            new Command.RejectRequest("e", log.Request.Number, 1, Operator("ann", "reject")),
            new Command.OpenRequest("e", log.Election.Term, log.Election.PolicyRevision, Id("b"), "asked", EvidenceOf("b", "c")));
        Assert.Null(log.Election.Request);
        Assert.Contains("b#1 was passed over", log.Refusal(), StringComparison.Ordinal);

        log.Open("c", "b", "c");
        Assert.Contains(
            "b#1 was passed over",
            log.RefusalOf(new Command.ReviseRequest("e", log.Request.Number, 1, Id("b"), "asked", EvidenceOf("b", "c"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_approval_promotes_where_one_is_asked_for()
    {
        var log = Asked(Approved()).Approve("b", "ann");

        Assert.Equal((Id("b"), 2L), (log.Election.Leader, log.Term()));
        Assert.Null(log.Election.Request);
        Assert.Equal((OperatorOutcome.Done, 2L, 1L), (log.Answer("ann approves b").Outcome, log.Answer("ann approves b").Term, log.Answer("ann approves b").Request));
        Assert.Equal("approved", Assert.Single(log.Events.OfType<ClusterEvent.RequestClosed>()).How);
    }

    [Fact]
    public void Two_approvals_must_come_from_two_operators()
    {
        var log = Asked(Approved(2)).Approve("b", "ann");
        Assert.Null(log.Election.Leader);
        Assert.Contains("1 of 2 approvals", log.Answer("ann approves b").Message, StringComparison.Ordinal);

        log.Approve("b", "ann", key: "again");
        Assert.Null(log.Election.Leader);
        Assert.Equal(OperatorOutcome.Conflict, log.Answer("again").Outcome);
        Assert.Contains("another operator must", log.Answer("again").Message, StringComparison.Ordinal);

        log.Approve("b", "bob");
        Assert.Equal(Id("b"), log.Election.Leader);
    }

    [Fact]
    public void Approvals_for_two_candidates_do_not_add_up()
    {
        var log = Asked(Approved(2)).Approve("b", "ann").Approve("c", "bob");
        Assert.Null(log.Election.Leader);

        log.Approve("c", "cyd");
        Assert.Equal(Id("c"), log.Election.Leader);
    }

    [Fact]
    public void An_approval_of_an_older_revision_is_stale()
    {
        var log = Asked(Approved());
        log.Apply(new Command.ReviseRequest("e", 1, 1, Id("c"), "b is lost", EvidenceOf("c")));
        log.Approve("b", "ann", revision: 1);

        Assert.Null(log.Election.Leader);
        Assert.Equal(OperatorOutcome.Stale, log.Answer("ann approves b").Outcome);
        Assert.Contains("in revision 2 by now, not 1", log.Answer("ann approves b").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revision_takes_the_approvals_with_it()
    {
        var log = Asked(Approved(2)).Approve("b", "ann");
        log.Apply(new Command.ReviseRequest("e", 1, 1, Id("b"), "c is lost", EvidenceOf("b")));
        Assert.Empty(log.Request.Approvals);

        log.Approve("b", "bob");
        Assert.Null(log.Election.Leader);
        log.Approve("b", "ann", key: "ann again");
        Assert.Equal(Id("b"), log.Election.Leader);
    }

    [Fact]
    public void A_late_revision_changes_nothing()
    {
        var log = Asked(Approved());
        log.Apply(new Command.ReviseRequest("e", 1, 1, Id("c"), "b is lost", EvidenceOf("c")));

        log.RefusalOf(new Command.ReviseRequest("e", 1, 1, Id("b"), "late", EvidenceOf("b")));
        log.RefusalOf(new Command.ReviseRequest("e", 9, 1, Id("b"), "late", EvidenceOf("b")));
    }

    [Fact]
    public void A_candidate_that_came_back_since_is_another_than_the_one_that_was_seen()
    {
        var log = Asked(Approved());
        log.Apply(new Command.OpenSession(Session("b", 2)), new Command.Enrol(Id("b", 2), [new Enrolment("e", 0, PromotionPolicy.Automatic)]));
        log.Apply(new Command.ApproveRequest("e", 1, 1, Id("b", 2), false, Operator("ann", "k")));

        Assert.Null(log.Election.Leader);
        Assert.Equal(OperatorOutcome.Stale, log.Answer("k").Outcome);
        Assert.Contains("come back as b#2", log.Answer("k").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_decides_after_another_is_told_who_won()
    {
        var log = Asked(Approved()).Approve("b", "ann");
        log.Apply(new Command.RejectRequest("e", 1, 1, Operator("bob", "late")));

        Assert.Equal(OperatorOutcome.Conflict, log.Answer("late").Outcome);
        Assert.Contains("request 1 was decided: promoted b#1 by ann; e is now: b leads in term 2", log.Answer("late").Message, StringComparison.Ordinal);
        Assert.Equal(Id("b"), log.Election.Leader);
        Assert.Equal(("reject-refused", true, "bob"), (log.State.Audit.Records[^1].Verb, log.State.Audit.Records[^1].Refused, log.State.Audit.Records[^1].Actor));
    }

    [Fact]
    public void A_request_that_never_was_is_not_found()
    {
        var log = Asked(Approved());
        log.Apply(new Command.RejectRequest("e", 9, 1, Operator("bob", "k")), new Command.RejectRequest("none", 1, 1, Operator("bob", "l")));

        Assert.Equal((OperatorOutcome.NotFound, OperatorOutcome.NotFound), (log.Answer("k").Outcome, log.Answer("l").Outcome));
        Assert.Contains("e has no request 9", log.Answer("k").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rejected_candidate_is_passed_over_and_the_others_are_not()
    {
        var log = Asked(Approved());
        log.Apply(new Command.RejectRequest("e", 1, 1, Operator("bob", "k", "its disk is old")));

        Assert.Null(log.Election.Request);
        Assert.Equal([new PassedOver(Id("b"), "rejected by bob: its disk is old")], log.Election.PassedOver);
        Assert.Equal("request-rejected", Assert.Single(log.Events.OfType<ClusterEvent.RequestClosed>()).How);
        Assert.Contains("b is not proposed again", log.Answer("k").Message, StringComparison.Ordinal);
        Assert.Equal(2, log.Open("c", "b", "c").Request.Number);
    }

    [Fact]
    public void What_was_passed_over_is_forgotten_with_the_vacancy()
    {
        var log = Asked(Approved());
        log.Apply(new Command.RejectRequest("e", 1, 1, Operator("bob", "k"))).Open("c", "b", "c").Approve("c", "ann");

        Assert.Empty(log.Election.PassedOver);
    }

    [Theory]
    [InlineData(RequestTimeoutAction.Escalate, "request-escalated")]
    [InlineData(RequestTimeoutAction.Promote, "request-timed-out")]
    public void A_request_whose_time_is_over_stays_open(RequestTimeoutAction action, string verb)
    {
        var log = Asked(Approved() with { RequestTimeoutMs = 1_000, OnRequestTimeout = action });
        log.Apply(new Command.TimeOutRequest("e", 1, log.Election.PolicyRevision));

        Assert.Equal((action == RequestTimeoutAction.Escalate, action == RequestTimeoutAction.Promote), (log.Request.IsEscalated, log.Request.IsTimedOut));
        Assert.Equal(verb, log.State.Audit.Records[^1].Verb);
        log.RefusalOf(new Command.TimeOutRequest("e", 1, log.Election.PolicyRevision));
    }

    [Fact]
    public void A_timed_out_request_lets_its_own_candidate_be_promoted_and_nobody_else()
    {
        var log = Asked(Approved() with { RequestTimeoutMs = 1_000, OnRequestTimeout = RequestTimeoutAction.Promote });
        log.Apply(new Command.TimeOutRequest("e", 1, log.Election.PolicyRevision));

        log.RefusalOf(new Command.Promote("e", 1, Id("c")));
        log.Lead("b");
        Assert.Equal("timed out", Assert.Single(log.Events.OfType<ClusterEvent.RequestClosed>()).How);
    }

    [Fact]
    public void A_revision_of_a_timed_out_request_promotes_nobody()
    {
        var log = Asked(Approved() with { RequestTimeoutMs = 1_000, OnRequestTimeout = RequestTimeoutAction.Promote });
        log.Apply(
            new Command.TimeOutRequest("e", 1, log.Election.PolicyRevision),
            new Command.ReviseRequest("e", 1, 1, Id("c"), "b is lost", EvidenceOf("c")));

        log.RefusalOf(new Command.Promote("e", 1, Id("c")));
    }

    [Fact]
    public void A_withdrawn_request_passes_over_all_who_could_have_been_chosen()
    {
        var log = Asked(Approved() with { RequestTimeoutMs = 1_000, OnRequestTimeout = RequestTimeoutAction.Withdraw });
        log.Apply(new Command.TimeOutRequest("e", 1, log.Election.PolicyRevision));

        Assert.Null(log.Election.Request);
        Assert.Equal(["b", "c"], log.Election.PassedOver.Select(passed => passed.Session.Member));
        Assert.Equal("request-withdrawn", Assert.Single(log.Events.OfType<ClusterEvent.RequestClosed>()).How);
    }

    [Fact]
    public void Time_that_ran_under_an_earlier_policy_does_not_count()
    {
        var timed = Approved() with { RequestTimeoutMs = 1_000, OnRequestTimeout = RequestTimeoutAction.Promote };
        var log = Asked(timed);
        var late = new Command.TimeOutRequest("e", 1, log.Election.PolicyRevision);
        log.Under(timed with { RequestTimeoutMs = 60_000 }, "later");
        log.RefusalOf(late);

        log.Apply(new Command.TimeOutRequest("e", 1, log.Election.PolicyRevision)).Under(Approved(2), "two");
        Assert.False(log.Request.IsTimedOut);
        log.RefusalOf(new Command.Promote("e", 1, Id("b")));
    }

    [Fact]
    public void Approvals_are_counted_by_the_policy_that_counts_when_they_come()
    {
        var log = Asked(Approved()).Under(Approved(2), "two").Approve("b", "ann");

        Assert.Null(log.Election.Leader);
        Assert.Equal(Id("b"), log.Approve("b", "bob").Election.Leader);
    }

    [Fact]
    public void What_is_paused_or_not_open_is_not_approved()
    {
        var log = Asked(Approved()).Apply(new Command.SetPause("e", By("p"), null)).Approve("b", "ann");
        Assert.Contains("paused by ann", log.Answer("ann approves b").Message, StringComparison.Ordinal);

        log.Apply(new Command.ClearPause("e", By("r")), new Command.CloseSession(Id("b"), VacancyCause.LeaseExpired, "gone")).Approve("b", "ann", key: "k");
        Assert.Contains("session b#1 is not open", log.Answer("k").Message, StringComparison.Ordinal);
        Assert.Null(log.Election.Leader);
    }

    [Fact]
    public void Force_overrides_what_is_a_matter_of_judgement_by_all_who_must_approve()
    {
        var log = Asked(Approved(2)).Approve("b", "ann");
        log.Apply(new Command.Drain("b", By("d"))).Approve("b", "bob");
        Assert.Contains("b is drained", log.Answer("bob approves b").Message, StringComparison.Ordinal);

        log.Approve("b", "bob", force: true, key: "forced");
        Assert.Null(log.Election.Leader);
        log.Approve("b", "cyd", force: true);
        Assert.Equal((Id("b"), true), (log.Election.Leader, log.Election.IsForced));
        Assert.Equal("by force", log.State.Audit.Records[^1].Detail);
    }

    [Fact]
    public void Code_of_a_member_approves_nothing()
    {
        var code = new OperatorNote("app", "in a hurry", "k", OperatorNote.Application);
        var log = Asked(Approved()).Apply(new Command.ApproveRequest("e", 1, 1, Id("b"), false, code));
        Assert.Contains("only an operator approves", log.Answer("k").Message, StringComparison.Ordinal);

        log.Apply(new Command.PromoteByOperator("e", 1, Id("b"), false, code with { Key = "l" }));
        Assert.Contains("only an operator promotes", log.Answer("l").Message, StringComparison.Ordinal);
        Assert.Null(log.Election.Leader);
    }

    [Fact]
    public void An_operator_promotes_without_a_request_where_one_operator_decides()
    {
        var log = Vacant(Approved()).Apply(new Command.PromoteByOperator("e", 1, Id("c"), false, Operator("ann", "k")));
        Assert.Equal((Id("c"), 2L), (log.Election.Leader, log.Answer("k").Term));

        log = Asked(Approved(2)).Apply(new Command.PromoteByOperator("e", 1, Id("c"), false, Operator("ann", "k")));
        Assert.Null(log.Election.Leader);
        Assert.Contains("asks for 2 operators: approve its promotion request", log.Answer("k").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_s_promotion_names_the_term_it_is_about()
    {
        var log = Vacant(Approved()).Apply(new Command.PromoteByOperator("e", 0, Id("c"), false, Operator("ann", "k")));
        Assert.Equal(OperatorOutcome.Stale, log.Answer("k").Outcome);

        log.Apply(new Command.PromoteByOperator("none", 0, Id("c"), false, Operator("ann", "l")));
        Assert.Equal(OperatorOutcome.NotFound, log.Answer("l").Outcome);
        Assert.Null(log.Election.Leader);
    }

    [Fact]
    public void An_operator_s_promotion_closes_the_request()
    {
        var log = Asked(Approved()).Apply(new Command.PromoteByOperator("e", 1, Id("c"), false, Operator("ann", "k")));

        Assert.Null(log.Election.Request);
        Assert.Equal("promoted by an operator", Assert.Single(log.Events.OfType<ClusterEvent.RequestClosed>()).How);
    }

    [Fact]
    public void Force_does_not_open_sessions_or_end_pauses()
    {
        var log = Vacant(Approved()).Apply(new Command.PromoteByOperator("e", 1, Id("a"), true, Operator("ann", "closed")));
        Assert.Equal(OperatorOutcome.NotEligible, log.Answer("closed").Outcome);

        log.Apply(new Command.Depose(Id("b"), null, Operator("ann", "d")), new Command.PromoteByOperator("e", 1, Id("b"), true, Operator("ann", "deposed")));
        Assert.Contains("deposed", log.Answer("deposed").Message, StringComparison.Ordinal);

        log.Apply(new Command.SetPause("e", By("p"), null), new Command.PromoteByOperator("e", 1, Id("c"), true, Operator("ann", "paused")));
        Assert.Contains("paused", log.Answer("paused").Message, StringComparison.Ordinal);
        Assert.Null(log.Election.Leader);
    }

    [Fact]
    public void At_most_once_a_repeated_decision_has_no_second_effect()
    {
        var approve = new Command.ApproveRequest("e", 1, 1, Id("b"), false, Operator("ann", "k"));
        var reject = new Command.RejectRequest("e", 1, 1, Operator("ann", "r"));
        var promote = new Command.PromoteByOperator("e", 1, Id("b"), false, Operator("ann", "p"));
        var policy = new Command.ChangePolicy("e", Approved(2), Operator("ann", "s"));

        var log = Asked(Approved(2)).Apply(approve);
        log.RefusalOf(approve);
        log.Apply(reject);
        log.RefusalOf(reject);
        log.Apply(policy);
        log.RefusalOf(policy);
        log.Under(Approved(), "one").Apply(promote);
        log.RefusalOf(promote);
    }

    [Fact]
    public void A_request_is_opened_for_a_vacancy_once_and_under_its_own_policy()
    {
        var log = Asked(Approved());
        log.RefusalOf(new Command.OpenRequest("e", 1, log.Election.PolicyRevision, Id("c"), "late", EvidenceOf("c")));

        log = Vacant(Approved());
        log.RefusalOf(new Command.OpenRequest("e", 0, log.Election.PolicyRevision, Id("b"), "late", EvidenceOf("b")));
        log.RefusalOf(new Command.OpenRequest("e", 1, log.Election.PolicyRevision - 1, Id("b"), "late", EvidenceOf("b")));
        log.Apply(new Command.SetPause("e", By("p"), null));
        log.RefusalOf(new Command.OpenRequest("e", 1, log.Election.PolicyRevision, Id("b"), "paused", EvidenceOf("b")));
    }

    [Fact]
    public void The_audit_trail_says_who_decided_on_what()
    {
        var log = Asked(Approved(2));
        var evidence = log.Request.EvidenceDigest;
        log.Approve("b", "ann").Approve("b", "bob");
        var records = log.State.Audit.Records.TakeLast(4).ToArray();

        Assert.Equal(["request-opened", "request-approved", "request-approved", "promoted"], records.Select(record => record.Verb));
        Assert.All(records, record => Assert.Equal((1L, 1, evidence, "e"), (record.Request, record.Revision, record.EvidenceDigest, record.Election)));
        Assert.Equal([null, "ann", "bob", "bob"], records.Select(record => record.Actor));
        Assert.All(records[1..], record => Assert.Equal(("cookie", "10.0.0.7", "checked the store"), (record.Method, record.Address, record.Reason)));
        Assert.Equal(("b#1", "a#1", 2L, VacancyCause.CrashConfirmed, 0.0), (records[3].Member, records[3].From, records[3].Term, records[3].Cause!.Value, records[3].VacantMs!.Value));
    }

    [Fact]
    public void The_digest_is_of_the_evidence()
    {
        var log = Asked(Approved());
        var first = log.Request.EvidenceDigest;
        Assert.Equal(64, first.Length);
        log.Apply(new Command.ReviseRequest("e", 1, 1, Id("b"), "again", EvidenceOf("b", "c")));
        Assert.Equal(first, log.Request.EvidenceDigest);
        log.Apply(new Command.ReviseRequest("e", 1, 2, Id("b"), "again", EvidenceOf("b")));
        Assert.NotEqual(first, log.Request.EvidenceDigest);
    }
}
