using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Coordination;

/// <summary>What operators ask of a coordinator.</summary>
public sealed class OperatorTests
{
    [Fact]
    public void A_resignation_frees_the_seat_and_leaves_the_rest_to_the_policy()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved()));
        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.ResignLeader("e", Operator("ann", "r"))));
        coordinator.CommitAll();
        Assert.Equal(VacancyCause.Operator, Assert.Single(coordinator.SentTo<SessionMessage.Release>("a")).Cause);

        coordinator.Receive("a", new SessionMessage.Released("e", 1, VacancyCause.Operator, null, 0));
        coordinator.CommitAll();
        Assert.Contains("a no longer leads e", Assert.Single(coordinator.SentTo<SessionMessage.Answer>("b")).Result.Message, StringComparison.Ordinal);
        Assert.Equal(10_000, coordinator.Log.Election.Quarantined["a"].DurationMs);
        coordinator.See("a", Reachability.Answers);
        Assert.Equal(Id("b"), coordinator.Log.Request.Candidate);
    }

    [Fact]
    public void A_seat_without_a_leader_or_with_a_hand_over_is_not_resigned()
    {
        Assert.Equal(OperatorOutcome.Conflict, RequestTests.Crashed(Approved()).Ask(new OperatorCommand.ResignLeader("e", Operator("ann", "k"))).Outcome);

        var coordinator = CoordinatorHarness.Settled(LedByA(Approved()).Apply(new Command.BeginHandOver("e", 1, "b", Operator("ann", "h"))));
        Assert.Contains("asked for by ann", coordinator.Ask(new OperatorCommand.ResignLeader("e", Operator("bob", "k"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_means_another_term_is_refused()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved()));
        OperatorCommand[] commands =
        [
            new OperatorCommand.HandOverLeadership("e", "b", Operator("ann", "h")) { ExpectedTerm = 2 },
            new OperatorCommand.ResignLeader("e", Operator("ann", "r")) { ExpectedTerm = 2 },
        ];

        Assert.All(commands, command => Assert.Equal((OperatorOutcome.Stale, "expectedTerm"), (coordinator.Ask(command).Outcome, coordinator.Log.State.Results[command.By.Key].Field)));
        Assert.Null(coordinator.Log.Election.HandOver);
        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.HandOverLeadership("e", "b", Operator("ann", "now")) { ExpectedTerm = 1 }));
        coordinator.CommitAll();
        Assert.Equal("b", coordinator.Log.Election.HandOver?.Target);
    }

    [Fact]
    public void Of_two_operators_who_change_a_policy_at_once_the_second_is_told()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved()));
        var seen = coordinator.Log.Election.PolicyRevision;
        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.SetPolicy("e", Approved(2), Operator("ann", "p1")) { ExpectedRevision = seen }));
        coordinator.Receive("c", new SessionMessage.Ask(new OperatorCommand.SetPolicy("e", Approved(3), Operator("bob", "p2")) { ExpectedRevision = seen }));
        coordinator.CommitAll();

        Assert.Equal(OperatorOutcome.Done, coordinator.Log.State.Results["p1"].Outcome);
        var second = coordinator.Log.State.Results["p2"];
        Assert.Equal((OperatorOutcome.Stale, "expectedRevision"), (second.Outcome, second.Field));
        Assert.Contains($"revision {seen + 1} by now, not revision {seen}", second.Message, StringComparison.Ordinal);
        Assert.Equal(2, coordinator.Log.Election.Policy.Approvals);
    }

    [Fact]
    public void Who_shares_a_key_is_answered_too()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved()));
        OperatorNote By(string digest) => Operator("ann", "same") with { Digest = digest };
        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.DrainMember("b", By("drain"))));
        coordinator.Receive("c", new SessionMessage.Ask(new OperatorCommand.DrainMember("b", By("drain"))));
        coordinator.Receive("a", new SessionMessage.Ask(new OperatorCommand.DrainMember("c", By("another"))));
        coordinator.CommitAll();

        Assert.Equal(OperatorOutcome.Done, Assert.Single(coordinator.SentTo<SessionMessage.Answer>("b")).Result.Outcome);
        Assert.Equal(OperatorOutcome.Done, Assert.Single(coordinator.SentTo<SessionMessage.Answer>("c")).Result.Outcome);
        var other = Assert.Single(coordinator.SentTo<SessionMessage.Answer>("a")).Result;
        Assert.Equal((OperatorOutcome.Invalid, "Idempotency-Key"), (other.Outcome, other.Field));
        Assert.Null(coordinator.Log.State.Members["c"].Drained);
    }

    [Fact]
    public void Two_operators_are_not_replaced_by_one_who_hands_over_or_forces()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved(2)));
        OperatorCommand[] commands =
        [
            new OperatorCommand.HandOverLeadership("e", "b", Operator("ann", "h")),
            new OperatorCommand.PromoteMember("e", 1, "b", true, Operator("ann", "f")),
        ];

        Assert.All(commands, command => Assert.Contains("asks for 2 operators: let the leader resign", coordinator.Ask(command).Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("drained", "b should not lead e: it is drained by ann; force, with a reason, overrides that")]
    [InlineData("unfit", "b should not lead e: it reports itself unfit: disk; force, with a reason, overrides that")]
    public void Force_overrides_with_a_reason(string what, string refusal)
    {
        var log = Vacant(Approved()).Apply(what == "drained" ? new Command.Drain("b", By("d")) : new Command.SetFitness(Id("b"), "disk"));
        var coordinator = CoordinatorHarness.Settled(log);
        if (what == "unfit")
        {
            coordinator.Renew("b", unfit: "disk");
            coordinator.CommitAll();
        }

        var plain = coordinator.Ask(new OperatorCommand.PromoteMember("e", 1, "b", false, Operator("ann", "1")));
        Assert.Equal((OperatorOutcome.NotEligible, refusal), (plain.Outcome, plain.Message));
        Assert.Contains("force needs a reason", coordinator.Ask(new OperatorCommand.PromoteMember("e", 1, "b", true, Operator("ann", "2", null))).Message, StringComparison.Ordinal);
        Assert.True(coordinator.Ask(new OperatorCommand.PromoteMember("e", 1, "b", true, Operator("ann", "3"))).Done);

        Assert.Equal((Id("b"), true), (coordinator.Log.Election.Leader, coordinator.Log.Election.IsForced));
        coordinator.Clear();
        coordinator.Coordinator.Tick(coordinator.Now);
        Assert.Empty(coordinator.SentTo<SessionMessage.Release>("b"));
    }

    [Fact]
    public void Force_asks_a_live_leader_first_and_then_promotes_what_was_asked()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved()).Apply(new Command.Drain("b", By("d"))));
        coordinator.Receive("c", new SessionMessage.Ask(new OperatorCommand.PromoteMember("e", 1, "b", true, Operator("ann", "f"))));
        coordinator.CommitAll();
        Assert.Single(coordinator.SentTo<SessionMessage.Release>("a"));
        Assert.Null(coordinator.Log.State.Find(Id("a"))!.Deposed);

        coordinator.Receive("a", new SessionMessage.Released("e", 1, VacancyCause.HandedOver, null, 0));
        coordinator.CommitAll();
        Assert.Equal((Id("b"), true), (coordinator.Log.Election.Leader, coordinator.Log.Election.IsForced));
        Assert.True(Assert.Single(coordinator.SentTo<SessionMessage.Answer>("c")).Result.Done);
    }

    [Fact]
    public void Rule7_force_deposes_a_leader_that_does_not_release_and_waits_out_its_lease()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved()));
        coordinator.Receive("c", new SessionMessage.Ask(new OperatorCommand.PromoteMember("e", 1, "b", true, Operator("ann", "f"))));
        coordinator.CommitAll();
        coordinator.Until(2_000);
        Assert.Null(coordinator.Log.State.Find(Id("a"))!.Deposed);

        coordinator.Until(2_050);
        Assert.NotNull(coordinator.Log.State.Find(Id("a"))!.Deposed);
        coordinator.Until(3_750);
        Assert.Equal(Id("a"), coordinator.Log.Election.Leader);

        coordinator.Until(4_250);
        Assert.Equal((Id("b"), VacancyCause.Operator), (coordinator.Log.Election.Leader, coordinator.Log.Election.Cause));
        Assert.Contains(coordinator.SentTo<SessionMessage.Answer>("c"), answer => answer.Result is { Key: "f", Done: true });
    }

    [Fact]
    public void Rule7_a_new_coordinator_deposes_nobody_who_is_only_on_the_way_to_it()
    {
        var coordinator = new CoordinatorHarness(LedByA(Approved()).Apply(new Command.BeginHandOver("e", 1, "b", Operator("ann", "f")) { Force = true }));
        coordinator.Become();
        Assert.Empty(coordinator.Proposed());

        coordinator.At(200).Coordinator.Tick(coordinator.Now);
        Assert.IsType<Command.Depose>(Assert.Single(coordinator.Proposed()));
    }

    [Fact]
    public void A_live_leader_is_not_replaced_without_force()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved()));

        Assert.Equal(OperatorOutcome.Conflict, coordinator.Ask(new OperatorCommand.PromoteMember("e", 1, "b", false, Operator("ann", "1"))).Outcome);
        Assert.Equal(OperatorOutcome.Conflict, coordinator.Ask(new OperatorCommand.PromoteMember("e", 1, "a", true, Operator("ann", "2"))).Outcome);
        Assert.Equal((OperatorOutcome.Stale, "expectedTerm"), Of(coordinator.Ask(new OperatorCommand.PromoteMember("e", 0, "b", true, Operator("ann", "3")))));
        Assert.Equal(Id("a"), coordinator.Log.Election.Leader);
    }

    public static TheoryData<int> Commands => [.. Enumerable.Range(0, AllOn("k", dryRun: true).Length)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_dry_run_says_what_would_be_and_changes_nothing(int which)
    {
        var command = AllOn("k", dryRun: true)[which];
        var coordinator = command is OperatorCommand.HandOverLeadership or OperatorCommand.ResignLeader or OperatorCommand.DeposeLeader
            ? CoordinatorHarness.Settled(LedByA(Approved()))
            : RequestTests.Crashed(Approved());
        var before = coordinator.Log.State;
        var result = coordinator.Ask(command);

        Assert.True(result is { IsDryRun: true, Done: true }, result.Message);
        Assert.StartsWith("would be done: ", result.Message, StringComparison.Ordinal);
        Assert.Same(before, coordinator.Log.State);
        Assert.Empty(coordinator.Proposed());
    }

    [Fact]
    public void A_dry_run_says_why_it_would_be_refused()
    {
        var coordinator = RequestTests.Crashed(Approved());
        var result = coordinator.Ask(new OperatorCommand.Approve("e", 1, 3, null, false, Operator("ann", "k")) { DryRun = true });

        Assert.Equal((true, OperatorOutcome.Stale), (result.IsDryRun, result.Outcome));
        Assert.Contains("in revision 1 by now, not 3", result.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("k", coordinator.Log.State.Results.Keys);
    }

    [Fact]
    public void A_dry_run_of_a_hand_over_names_who_would_be_next()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved()));

        Assert.Equal(
            "would be done: a is asked to release e, then b leads in term 2",
            coordinator.Ask(new OperatorCommand.HandOverLeadership("e", null, Operator("ann", "k")) { DryRun = true }).Message);
        Assert.Equal(
            "would be done: a is drained; it leads e, and would release that",
            coordinator.Ask(new OperatorCommand.DrainMember("a", Operator("ann", "k")) { DryRun = true }).Message);
        Assert.Equal(
            "would be done: a is asked to release e; then its policy operator-approved decides",
            coordinator.Ask(new OperatorCommand.ResignLeader("e", Operator("ann", "k")) { DryRun = true }).Message);
    }

    [Fact]
    public void At_most_once_another_command_under_the_same_key_is_told_apart()
    {
        var coordinator = RequestTests.Crashed(Approved(2));
        var by = Operator("ann", "k");
        var first = coordinator.Ask(new OperatorCommand.Approve("e", 1, 1, null, false, by));
        Assert.Equal(first, coordinator.Ask(new OperatorCommand.Approve("e", 1, 1, null, false, by), "c"));

        var other = coordinator.Ask(new OperatorCommand.Reject("e", 1, 1, by with { Digest = "another" }));
        Assert.Equal((OperatorOutcome.Invalid, "Idempotency-Key"), Of(other));
        Assert.Single(coordinator.Log.Request.Approvals);
    }

    [Fact]
    public void What_does_not_exist_is_not_found()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved()));

        Assert.Equal(OperatorOutcome.NotFound, coordinator.Ask(new OperatorCommand.Approve("none", 1, 1, null, false, Operator("ann", "1"))).Outcome);
        Assert.Equal((OperatorOutcome.NotFound, "request"), Of(coordinator.Ask(new OperatorCommand.Approve("e", 1, 1, null, false, Operator("ann", "2")))));
        Assert.Equal((OperatorOutcome.NotFound, "member"), Of(coordinator.Ask(new OperatorCommand.DrainMember("x", Operator("ann", "3")))));
        Assert.Equal(
            ["approve-refused", "approve-refused", "drain-refused"],
            coordinator.Log.State.Audit.Records.Where(record => record.Refused).Select(record => record.Verb));
    }

    [Fact]
    public void A_refusal_elsewhere_and_a_drill_are_recorded()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(Approved()));
        var refused = coordinator.Ask(new OperatorCommand.NoteRefusal("approve", "none", "revision", "it is no number", Operator("ann", "1")));
        Assert.Equal((OperatorOutcome.Invalid, "revision"), Of(refused));

        var drill = coordinator.Ask(new OperatorCommand.RecordDrill("e", "a", "b", [12.34, 5], Operator("ann", "2")));
        Assert.Equal("e went from a to b and back, without a leader for 12.3 ms, 5.0 ms", drill.Message);
        Assert.Equal([12.34, 5], drill.GapsMs!);
        Assert.Equal(["approve-refused", "drill"], coordinator.Log.State.Audit.Records.TakeLast(2).Select(record => record.Verb));
    }

    [Fact]
    public void Explain_says_why_nobody_leads_and_why_each_candidate_does_not()
    {
        var coordinator = RequestTests.Crashed(Approved(2));
        coordinator.Ask(new OperatorCommand.Approve("e", 1, 1, null, false, Operator("ann", "k")));
        var explanation = Explain(coordinator, "e")!;

        Assert.Equal("Nobody leads after term 1 (CrashConfirmed): request 1 waits for 1 more approval(s): every change of leader needs approval.", explanation.Summary);
        Assert.Contains("Request 1, revision 1, proposes b; approved by ann.", explanation.Details);
        Assert.Contains(explanation.Candidates, candidate => candidate is { Member: "a", Excluded: "it has no session" });
        Assert.Null(Explain(coordinator, "none"));
    }

    [Fact]
    public void What_a_member_has_applied_is_explained_when_the_coordinator_has_applied_it_too()
    {
        var coordinator = CoordinatorHarness.Settled(LedByA(PromotionPolicy.Automatic));
        coordinator.Log.Apply(new Command.Vacate("e", 1, VacancyCause.Resigned, null, 0));
        coordinator.Receive("b", new SessionMessage.Query("q", "e", coordinator.Log.State.Index));
        Assert.Empty(coordinator.SentTo<SessionMessage.Explained>("b"));

        coordinator.Coordinator.Applied(coordinator.Log.State, coordinator.Log.Events, coordinator.Now);
        var explanation = Assert.Single(coordinator.SentTo<SessionMessage.Explained>("b")).Explanation!;
        Assert.Contains("Nobody leads after term 1", explanation.Summary, StringComparison.Ordinal);
        coordinator.Clear();
        coordinator.CommitAll();
        Assert.Empty(coordinator.SentTo<SessionMessage.Explained>("b"));
    }

    [Fact]
    public void Explain_says_why_a_leader_leads()
    {
        var explanation = Explain(CoordinatorHarness.Settled(LedByA(new PromotionPolicy { Name = PromotionPolicy.WithinLimitsName, MostPromotions = 3 })), "e")!;

        Assert.Equal("a leads in term 1: it was promoted into the vacancy FirstElection, and its session is open.", explanation.Summary);
        Assert.Contains("0 of at most 3 automatic promotions were made within 10 min.", explanation.Details);
    }

    private static OperatorCommand[] AllOn(string key, bool dryRun)
    {
        var by = Operator("ann", key);
        OperatorCommand[] commands =
        [
            new OperatorCommand.Approve("e", 1, 1, null, false, by),
            new OperatorCommand.Reject("e", 1, 1, by),
            new OperatorCommand.PromoteMember("e", 1, "c", false, by),
            new OperatorCommand.HandOverLeadership("e", "c", by),
            new OperatorCommand.ResignLeader("e", by),
            new OperatorCommand.DeposeLeader("e", 1, by),
            new OperatorCommand.DrainMember("b", by),
            new OperatorCommand.PauseElection("e", 5_000, by),
            new OperatorCommand.SetPolicy("e", PromotionPolicy.Automatic, by),
            new OperatorCommand.RecordDrill("e", "a", "b", [1], by),
        ];
        return [.. commands.Select(command => command with { DryRun = dryRun })];
    }

    private static (OperatorOutcome, string?) Of(OperatorResult result) => (result.Outcome, result.Field);

    private static Explanation? Explain(CoordinatorHarness coordinator, string election)
    {
        coordinator.Clear();
        coordinator.Receive("b", new SessionMessage.Query("q", election, coordinator.Log.State.Index));
        return Assert.Single(coordinator.SentTo<SessionMessage.Explained>("b")).Explanation;
    }
}
