using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Coordination;

/// <summary>The life of a promotion request, as the coordinator drives it.</summary>
public sealed class RequestTests
{
    [Fact]
    public void A_request_opens_with_what_the_others_saw_of_the_old_leader()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved(2)));
        coordinator.Coordinator.Disconnected(CoordinatorHarness.ChannelOf("a"), coordinator.Now);
        coordinator.Answer(refused: true);
        coordinator.CommitAll();
        Assert.Null(coordinator.Log.Election.Request);
        Assert.Equal("a", Assert.Single(coordinator.SentTo<SessionMessage.Look>("b")).Member);
        Assert.Single(coordinator.SentTo<SessionMessage.Look>("c"));

        coordinator.See("a", Reachability.Refuses);
        var request = coordinator.Log.Request;
        Assert.Equal((Id("b"), 1, 2, "every change of leader needs approval"), (request.Candidate, request.Revision, request.ApprovalsNeeded, request.Why));
        Assert.Equal((VacancyCause.CrashConfirmed, Id("a"), true, Reachability.Refuses), (request.Evidence.Cause, request.Evidence.OldLeader, request.Evidence.LeaseHasRunOut, request.Evidence.OldLeaderAddress));
        Assert.Equal([new Sighting("b", Reachability.Refuses, 12), new Sighting("c", Reachability.Refuses, 12)], request.Evidence.Sightings);
        Assert.Equal((2, 2, 3, 0), (request.Evidence.Connected, request.Evidence.Quorum, request.Evidence.Members, request.Evidence.QuorumMargin));
        Assert.Equal([("b", 1), ("c", 2), ("a", (int?)null)], request.Evidence.Candidates.Select(report => (report.Member, report.Rank)));
        Assert.Equal([1L], request.Evidence.RecentPromotions.Select(record => record.Term));
    }

    [Fact]
    public void Who_does_not_look_in_time_is_not_waited_for()
    {
        var coordinator = Crashed(Approved(), seen: false);
        coordinator.At(299).Coordinator.Tick(coordinator.Now);
        Assert.Empty(coordinator.Proposed());

        coordinator.At(300).Coordinator.Tick(coordinator.Now);
        coordinator.CommitAll();
        Assert.Equal((Reachability.Unknown, 0), (coordinator.Log.Request.Evidence.OldLeaderAddress, coordinator.Log.Request.Evidence.Sightings.Count));
    }

    [Fact]
    public void One_who_is_answered_counts_more_than_those_who_are_not()
    {
        var coordinator = Crashed(Approved(), seen: false);
        coordinator.Receive("b", new SessionMessage.Seen("a", Reachability.Silent, null));
        coordinator.Receive("c", new SessionMessage.Seen("a", Reachability.Answers, 3));
        coordinator.CommitAll();

        Assert.Equal(Reachability.Answers, coordinator.Log.Request.Evidence.OldLeaderAddress);
    }

    [Fact]
    public void What_was_seen_before_the_old_leader_led_again_is_no_evidence()
    {
        var coordinator = Crashed(Approved());
        ComeBack(coordinator);
        Assert.Equal(Id("a", 2), coordinator.Log.Election.Leader);

        coordinator.Until(5_000);
        coordinator.Coordinator.Disconnected(CoordinatorHarness.ChannelOf("a"), coordinator.Now);
        coordinator.Answer(refused: false);
        for (var at = 5_250; coordinator.Log.Election.Request is null && at < 9_000; at += 250)
        {
            coordinator.At(at);
            coordinator.Renew("b");
            coordinator.Renew("c");
            coordinator.Coordinator.Tick(coordinator.Now);
            coordinator.CommitAll();
            coordinator.See("a", Reachability.Silent);
        }

        Assert.Equal((VacancyCause.LeaseExpired, Reachability.Silent), (coordinator.Log.Request.Evidence.Cause, coordinator.Log.Request.Evidence.OldLeaderAddress));
    }

    [Fact]
    public void A_revision_comes_with_a_material_change_and_not_before_its_time()
    {
        var coordinator = Crashed(Approved());
        coordinator.At(100).Renew("b", unfit: "disk");
        coordinator.CommitAll();
        Assert.Equal(1, coordinator.Log.Request.Revision);

        coordinator.At(349).Coordinator.Tick(coordinator.Now);
        Assert.Empty(coordinator.Proposed());
        coordinator.At(350).Coordinator.Tick(coordinator.Now);
        coordinator.CommitAll();
        Assert.Equal((2, Id("c")), (coordinator.Log.Request.Revision, coordinator.Log.Request.Candidate));
    }

    [Fact]
    public void Nothing_material_changes_nothing()
    {
        var coordinator = Crashed(Approved());
        coordinator.Receive("b", new SessionMessage.Position("e", 7));
        coordinator.Until(5_000);
        coordinator.See("a", Reachability.Refuses);
        coordinator.Until(9_000);

        Assert.Equal(1, coordinator.Log.Request.Revision);
    }

    [Fact]
    public void What_the_old_leader_s_address_answers_is_material_and_looked_at_again()
    {
        var coordinator = Crashed(Approved());
        coordinator.Clear();
        coordinator.Until(1_250);
        Assert.Single(coordinator.SentTo<SessionMessage.Look>("b"));
        coordinator.See("a", Reachability.Answers);
        coordinator.Until(2_000);

        Assert.Equal((2, Reachability.Answers), (coordinator.Log.Request.Revision, coordinator.Log.Request.Evidence.OldLeaderAddress));
    }

    [Fact]
    public void Silence_after_an_answer_is_material_when_it_is_met_again()
    {
        var coordinator = Crashed(Approved());
        coordinator.Clear();
        coordinator.Until(1_250);
        coordinator.See("a", Reachability.Answers);
        coordinator.Until(2_250);
        var answered = coordinator.Log.Request.Revision;

        foreach (var (at, seen) in new[] { (3_250, Reachability.Silent), (4_250, Reachability.Answers), (5_250, Reachability.Silent), (6_250, Reachability.Answers) })
        {
            coordinator.See("a", seen);
            coordinator.Until(at);
            Assert.Equal((answered, Reachability.Answers), (coordinator.Log.Request.Revision, coordinator.Log.Request.Evidence.OldLeaderAddress));
        }

        coordinator.See("a", Reachability.Silent);
        coordinator.Until(7_250);
        coordinator.See("a", Reachability.Silent);
        coordinator.Until(8_250);
        Assert.Equal((answered + 1, Reachability.Silent), (coordinator.Log.Request.Revision, coordinator.Log.Request.Evidence.OldLeaderAddress));
    }

    [Fact]
    public void Another_number_of_approvals_is_a_revision()
    {
        var coordinator = Crashed(Approved());
        coordinator.Ask(new OperatorCommand.SetPolicy("e", Approved(2), Operator("root", "two")));
        coordinator.Until(500);

        Assert.Equal((2, 2), (coordinator.Log.Request.Revision, coordinator.Log.Request.ApprovalsNeeded));
    }

    [Fact]
    public void A_request_that_can_propose_nobody_stays_open_and_says_so()
    {
        var coordinator = Crashed(Approved());
        coordinator.Renew("b", unfit: "disk");
        coordinator.Renew("c", unfit: "disk");
        coordinator.At(250).Coordinator.Tick(coordinator.Now);
        coordinator.CommitAll();
        Assert.Equal((2, null, "no candidate is eligible"), (coordinator.Log.Request.Revision, coordinator.Log.Request.Candidate, coordinator.Log.Request.Why));

        var result = coordinator.Ask(new OperatorCommand.Approve("e", 1, 2, null, false, Operator("ann", "k")));
        Assert.Equal((OperatorOutcome.Conflict, "candidate"), (result.Outcome, result.Field));
    }

    [Fact]
    public void The_old_leader_is_reinstated_before_anybody_decided()
    {
        var coordinator = Crashed(Approved(2));
        coordinator.Ask(Approve("ann"));
        ComeBack(coordinator);

        Assert.Equal((Id("a", 2), null), (coordinator.Log.Election.Leader, coordinator.Log.Election.Request));
        var late = coordinator.Ask(new OperatorCommand.Approve("e", 1, 1, null, false, Operator("bob", "late")));
        Assert.Equal(OperatorOutcome.Conflict, late.Outcome);
        Assert.Contains("promoted a#2; e is now: a leads in term 2", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_old_leader_is_one_candidate_among_others_where_returns_need_approval()
    {
        var coordinator = Crashed(Approved() with { ApproveReturn = true });
        ComeBack(coordinator);
        coordinator.Until(1_000);

        Assert.True(coordinator.Log.Election.IsVacant);
        Assert.Contains(coordinator.Log.Request.Evidence.Candidates, report => report is { Member: "a", Rank: not null });
    }

    [Fact]
    public void A_rejection_proposes_the_next_and_then_nobody()
    {
        var coordinator = Crashed(Approved());
        Assert.True(coordinator.Ask(new OperatorCommand.Reject("e", 1, 1, Operator("ann", "1"))).Done);
        Assert.Equal((2L, Id("c")), (coordinator.Log.Request.Number, coordinator.Log.Request.Candidate));

        coordinator.Ask(new OperatorCommand.Reject("e", 2, 1, Operator("ann", "2")));
        coordinator.Until(3_000);
        Assert.Null(coordinator.Log.Election.Request);
        Assert.Contains("every eligible candidate was passed over", Explain(coordinator).Summary, StringComparison.Ordinal);

        Assert.True(coordinator.Ask(new OperatorCommand.PromoteMember("e", 1, "b", false, Operator("ann", "3"))).Done);
        Assert.Equal(Id("b"), coordinator.Log.Election.Leader);
    }

    [Fact]
    public void A_request_is_escalated_once_and_stays_open()
    {
        var coordinator = Crashed(Approved() with { RequestTimeoutMs = 2_000 });
        coordinator.Until(1_999);
        Assert.False(coordinator.Log.Request.IsEscalated);

        coordinator.Until(10_000);
        Assert.True(coordinator.Log.Request.IsEscalated);
        Assert.Single(coordinator.Log.State.Audit.Records, record => record.Verb == "request-escalated");
        Assert.True(coordinator.Ask(Approve("ann")).Done);
    }

    [Fact]
    public void A_request_is_withdrawn_until_another_candidate_turns_up()
    {
        var coordinator = Crashed(Approved() with { RequestTimeoutMs = 2_000, OnRequestTimeout = RequestTimeoutAction.Withdraw, ApproveReturn = true });
        coordinator.Until(4_000);
        Assert.Null(coordinator.Log.Election.Request);

        ComeBack(coordinator);
        Assert.Equal((2L, Id("a", 2)), (coordinator.Log.Request.Number, coordinator.Log.Request.Candidate));
    }

    [Fact]
    public void A_request_whose_time_is_over_promotes_where_its_policy_says_so()
    {
        var coordinator = Crashed(Approved() with { RequestTimeoutMs = 2_000, OnRequestTimeout = RequestTimeoutAction.Promote });
        coordinator.Until(1_999);
        Assert.True(coordinator.Log.Election.IsVacant);

        coordinator.Until(2_000);
        Assert.Equal(Id("b"), coordinator.Log.Election.Leader);
        Assert.Null(coordinator.Log.State.Audit.Records[^1].Actor);
    }

    [Fact]
    public void The_time_of_a_request_begins_anew_with_another_policy()
    {
        var coordinator = Crashed(Approved());
        coordinator.Until(5_000);
        coordinator.Ask(new OperatorCommand.SetPolicy("e", Approved() with { RequestTimeoutMs = 2_000, OnRequestTimeout = RequestTimeoutAction.Promote }, Operator("root", "k")));
        coordinator.Until(6_999);
        Assert.True(coordinator.Log.Election.IsVacant);

        coordinator.Until(7_000);
        Assert.Equal(Id("b"), coordinator.Log.Election.Leader);
    }

    /// <summary>Decision 15.</summary>
    [Fact]
    public void The_time_of_a_request_does_not_begin_with_a_policy_that_is_only_proposed()
    {
        var coordinator = Crashed(Approved());
        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.SetPolicy(
            "e", Approved() with { RequestTimeoutMs = 2_000, OnRequestTimeout = RequestTimeoutAction.Promote }, Operator("root", "k"))));
        coordinator.Fail();
        coordinator.At(1_000).RenewAll();
        coordinator.Coordinator.Tick(coordinator.Now);
        coordinator.CommitAll();
        coordinator.Until(2_999);
        Assert.True(coordinator.Log.Election.IsVacant);

        coordinator.Until(3_000);
        Assert.Equal(Id("b"), coordinator.Log.Election.Leader);
    }

    [Fact]
    public void A_new_coordinator_counts_the_time_of_a_request_anew_and_keeps_its_approvals()
    {
        var log = Asked(Approved(2) with { RequestTimeoutMs = 2_000, OnRequestTimeout = RequestTimeoutAction.Promote }).Approve("b", "ann");
        log.Apply(new Command.ReviseRequest("e", 1, 1, Id("b"), "every change of leader needs approval", EvidenceOf("b", "c"))).Approve("b", "ann", key: "again");
        var coordinator = CoordinatorHarness.Settled(log);
        coordinator.See("a", Reachability.Unknown);
        coordinator.Until(1_900);
        Assert.Single(coordinator.Log.Request.Approvals);

        Assert.True(coordinator.Ask(new OperatorCommand.Approve("e", 1, 2, null, false, Operator("bob", "b"))).Done);
        Assert.Equal(Id("b"), coordinator.Log.Election.Leader);
    }

    [Fact]
    public void An_approval_waits_for_members_that_a_new_coordinator_has_not_heard_yet()
    {
        var coordinator = new CoordinatorHarness(Asked(Approved()));
        coordinator.Become();
        coordinator.Greet("c");
        coordinator.Renew("c");
        coordinator.Renew("c");
        coordinator.Receive("c", new SessionMessage.Ask(Approve("ann")));
        coordinator.CommitAll();
        Assert.Empty(coordinator.SentTo<SessionMessage.Answer>("c"));

        coordinator.Greet("b");
        coordinator.Renew("b");
        coordinator.Renew("b");
        coordinator.CommitAll();
        Assert.True(Assert.Single(coordinator.SentTo<SessionMessage.Answer>("c")).Result.Done);
        Assert.Equal(Id("b"), coordinator.Log.Election.Leader);
    }

    [Fact]
    public void An_approval_does_not_wait_for_who_does_not_come()
    {
        var coordinator = new CoordinatorHarness(Asked(Approved()));
        coordinator.Become();
        coordinator.Greet("c");
        coordinator.Renew("c");
        coordinator.Renew("c");
        coordinator.Receive("c", new SessionMessage.Ask(Approve("ann")));
        coordinator.At(200).Coordinator.Tick(coordinator.Now);
        coordinator.CommitAll();

        var result = Assert.Single(coordinator.SentTo<SessionMessage.Answer>("c")).Result;
        Assert.Equal((OperatorOutcome.NotEligible, "b can not lead e: it is not connected to the coordinator"), (result.Outcome, result.Message));
    }

    [Fact]
    public void A_pause_stops_the_clock_of_nobody_and_promotes_nobody()
    {
        var coordinator = Crashed(Approved() with { RequestTimeoutMs = 2_000, OnRequestTimeout = RequestTimeoutAction.Promote });
        coordinator.Ask(new OperatorCommand.PauseElection("e", null, Operator("ann", "p")));
        coordinator.Until(4_000);
        Assert.Equal((1, true), (coordinator.Log.Request.Revision, coordinator.Log.Election.IsVacant));
        Assert.Equal(OperatorOutcome.Conflict, coordinator.Ask(Approve("bob")).Outcome);

        coordinator.Ask(new OperatorCommand.ResumeElection("e", Operator("ann", "r")));
        Assert.Equal(Id("b"), coordinator.Log.Election.Leader);
    }

    [Fact]
    public void A_policy_that_becomes_automatic_fills_the_seat_at_once()
    {
        var coordinator = Crashed(Approved());
        coordinator.Ask(new OperatorCommand.SetPolicy("e", PromotionPolicy.Automatic, Operator("root", "auto")));

        Assert.Equal((Id("b"), null), (coordinator.Log.Election.Leader, coordinator.Log.Election.Request));
    }

    [Fact]
    public void A_window_forgets_after_its_time_and_the_seat_is_filled()
    {
        var limited = new PromotionPolicy { Name = PromotionPolicy.WithinLimitsName, MostPromotions = 1, WindowMs = 3_000 };
        var log = ThreeCandidates().Under(limited).Lead("c");
        log.Apply(new Command.Vacate("e", 1, VacancyCause.HandedOver, null, 0)).Lead("a");
        var coordinator = CoordinatorHarness.Settled(log);
        coordinator.Crash("a");
        Assert.Equal("there were 1 automatic promotions within 3 s", coordinator.Log.Request.Why);

        coordinator.Until(2_999);
        Assert.True(coordinator.Log.Election.IsVacant);
        coordinator.Until(3_000);
        Assert.Equal(Id("b"), coordinator.Log.Election.Leader);
    }

    [Fact]
    public void The_first_leader_is_asked_about_where_the_policy_says_so()
    {
        var coordinator = CoordinatorHarness.Settled(ThreeCandidates().Under(Approved() with { ApproveFirstLeader = true }));
        coordinator.Until(500);

        Assert.Equal(("the first leader needs approval", Reachability.Unknown), (coordinator.Log.Request.Why, coordinator.Log.Request.Evidence.OldLeaderAddress));
        Assert.Null(coordinator.Log.Request.Evidence.OldLeader);
        Assert.True(coordinator.Ask(new OperatorCommand.Approve("e", 1, 1, "c", false, Operator("ann", "k"))).Done);
        Assert.Equal(Id("c"), coordinator.Log.Election.Leader);
    }

    internal static CoordinatorHarness Crashed(PromotionPolicy policy, bool seen = true)
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(policy));
        coordinator.Coordinator.Disconnected(CoordinatorHarness.ChannelOf("a"), coordinator.Now);
        coordinator.Answer(refused: true);
        coordinator.CommitAll();
        if (seen)
        {
            coordinator.See("a", Reachability.Refuses);
        }

        return coordinator;
    }

    private static void ComeBack(CoordinatorHarness coordinator)
    {
        coordinator.Greet("a", 2);
        coordinator.Answer(refused: false, ProcessOf("a", 2));
        coordinator.CommitAll();
        coordinator.Receive("a", new SessionMessage.Enrolments([new Enrolment("e", 0, PromotionPolicy.Automatic)]));
        coordinator.CommitAll();
        coordinator.RenewAll();
        coordinator.RenewAll();
        coordinator.CommitAll();
    }

    internal static OperatorCommand.Approve Approve(string actor) => new("e", 1, 1, null, false, Operator(actor, $"{actor} approves"));

    internal static Explanation Explain(CoordinatorHarness coordinator)
    {
        coordinator.Clear();
        coordinator.Receive("b", new SessionMessage.Query("q", "e", coordinator.Log.State.Index));
        return Assert.Single(coordinator.SentTo<SessionMessage.Explained>("b")).Explanation!;
    }
}
