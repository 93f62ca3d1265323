namespace Failover.Core.Tests.Coordination;

public sealed class ConfirmationTests
{
    [Fact]
    public void Rule2_a_member_and_this_one_are_a_quorum_of_three_so_a_renewal_proves_itself()
    {
        var coordinator = CoordinatorHarness.Settled();
        var number = coordinator.SendRenewal("a");
        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("a"));
        Assert.Equal(5, coordinator.Take<CoordinatorOutput.Attest>()!.RaftTerm);

        coordinator.Coordinator.Attested(5, true, coordinator.Now);
        Assert.Equal(new SessionMessage.Confirmed(number, 5), Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("a")));
        Assert.Null(coordinator.TakeQuestion());
    }

    [Fact]
    public void Rule2_a_coordinator_that_knows_of_a_later_Raft_term_confirms_nothing()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.SendRenewal("a");
        coordinator.PassBarriers(proved: false);

        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("a"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void Rule2_a_member_that_knows_of_another_Raft_term_proves_nothing(long raftTerm)
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.SendRenewal("a", raftTerm: raftTerm);
        Assert.Null(coordinator.Take<CoordinatorOutput.Attest>());

        coordinator.At(250).Coordinator.Tick(coordinator.Now);
        var (_, question) = coordinator.TakeQuestion()!.Value;
        coordinator.Receive("a", new SessionMessage.Heard(raftTerm, question.Question, 0));
        Assert.Null(coordinator.Take<CoordinatorOutput.Attest>());

        coordinator.Receive("b", new SessionMessage.Heard(5, question.Question, 0));
        Assert.NotNull(coordinator.Take<CoordinatorOutput.Attest>());
    }

    [Fact]
    public void Rule2_the_coordinators_own_renewal_waits_for_a_member_that_got_a_confirmation_after_it()
    {
        var coordinator = CoordinatorHarness.Settled();
        var own = coordinator.SendRenewal("c");

        // It had not received this confirmation yet when it sent that renewal, so it may have sent it before the coordinator's.
        coordinator.Renew("a");
        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("c"));

        coordinator.Renew("a");
        Assert.Equal(own, Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("c")).Number);
        Assert.Null(coordinator.TakeQuestion());
    }

    [Fact]
    public void Rule2_a_word_of_another_Raft_term_does_not_count_for_the_coordinators_own_renewal()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.SendRenewal("c");
        coordinator.Renew("a");
        coordinator.SendRenewal("a", raftTerm: 6);
        coordinator.PassBarriers();

        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("c"));
    }

    [Fact]
    public void An_urgent_renewal_that_does_not_prove_itself_is_asked_for_at_once_and_takes_those_that_wait_with_it()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.SendRenewal("b", raftTerm: 0);
        Assert.Null(coordinator.TakeQuestion());

        coordinator.SendRenewal("c", urgent: true);
        var (first, question) = coordinator.TakeQuestion()!.Value;
        var (second, same) = coordinator.TakeQuestion()!.Value;
        Assert.Equal(("a", "b"), (first, second));
        Assert.Equal(question, same);

        coordinator.Receive("a", new SessionMessage.Heard(5, question.Question, 0));
        coordinator.PassBarriers();
        Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("b"));
        Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("c"));
    }

    [Fact]
    public void Rule2_an_answer_to_an_earlier_question_does_not_count_for_a_later_renewal()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.SendRenewal("c", urgent: true);
        var (_, before) = coordinator.TakeQuestion()!.Value;
        var later = coordinator.SendRenewal("c", urgent: true);
        coordinator.Receive("a", new SessionMessage.Heard(5, before.Question, 0));
        Assert.Equal(later - 1, Assert.Single(AfterAttest(coordinator)).Number);
    }

    [Fact]
    public void What_is_not_urgent_is_asked_for_after_a_renewal_interval_or_two_for_a_coordinator_that_leads_nothing()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.SendRenewal("c");
        coordinator.At(499).Coordinator.Tick(coordinator.Now);
        Assert.Null(coordinator.TakeQuestion());
        coordinator.At(500).Coordinator.Tick(coordinator.Now);
        Assert.NotNull(coordinator.TakeQuestion());

        coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("c"));
        coordinator.SendRenewal("c");
        coordinator.At(249).Coordinator.Tick(coordinator.Now);
        Assert.Null(coordinator.TakeQuestion());
        Assert.Equal(coordinator.At(250).Now, coordinator.Coordinator.WakeAt);
        coordinator.Coordinator.Tick(coordinator.Now);
        Assert.NotNull(coordinator.TakeQuestion());
    }

    [Fact]
    public void Raft_is_asked_where_the_members_do_not_answer_within_a_heartbeat()
    {
        var coordinator = CoordinatorHarness.Settled();
        var number = coordinator.SendRenewal("c", urgent: true);
        coordinator.At(74).Coordinator.Tick(coordinator.Now);
        Assert.Null(coordinator.Take<CoordinatorOutput.Barrier>());

        // Another that is urgent does not put it off.
        coordinator.SendRenewal("c", urgent: true);
        coordinator.At(75).Coordinator.Tick(coordinator.Now);
        var barrier = coordinator.Take<CoordinatorOutput.Barrier>()!;
        coordinator.SendRenewal("c", urgent: true);
        coordinator.Coordinator.BarrierPassed(barrier.Id, true, coordinator.Now);

        // The third came after the round had begun.
        Assert.Equal([number, number + 1], coordinator.SentTo<SessionMessage.Confirmed>("c").Select(confirmed => confirmed.Number));
    }

    [Fact]
    public void Raft_is_asked_at_once_where_too_few_members_have_a_channel()
    {
        var coordinator = new CoordinatorHarness();
        coordinator.Become();
        coordinator.Greet("c");
        coordinator.SendRenewal("c", urgent: true);

        Assert.Equal(5, Assert.Single(coordinator.Outputs().OfType<CoordinatorOutput.Barrier>()).RaftTerm);
        Assert.Null(coordinator.TakeQuestion());
    }

    [Fact]
    public void Rule2_a_round_that_failed_confirms_nothing_and_the_next_renewal_asks_again()
    {
        var coordinator = new CoordinatorHarness();
        coordinator.Become();
        coordinator.Greet("c");
        coordinator.SendRenewal("c", urgent: true);
        coordinator.Coordinator.BarrierPassed(coordinator.Take<CoordinatorOutput.Barrier>()!.Id, false, coordinator.Now);
        Assert.Null(coordinator.Take<CoordinatorOutput.Barrier>());

        coordinator.SendRenewal("c", urgent: true);
        coordinator.PassBarriers();
        Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("c"));
    }

    [Fact]
    public void Rule2_what_was_proved_in_an_earlier_reign_confirms_nothing()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.SendRenewal("a");
        coordinator.SendRenewal("c", urgent: true);
        var (_, question) = coordinator.TakeQuestion()!.Value;
        coordinator.Coordinator.Ceased("deposed");
        coordinator.Coordinator.Became(6, coordinator.Log.State, coordinator.Now);
        coordinator.Greet("a");
        coordinator.Greet("c");
        coordinator.Clear();
        coordinator.Coordinator.Attested(5, true, coordinator.Now);
        coordinator.Receive("a", new SessionMessage.Heard(5, question.Question, 0));
        coordinator.PassBarriers();

        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("a"));
        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("c"));
    }

    /// <summary>Or what its member is known to have received could be taken for a later one, by which a renewal after that would seem to be proved.</summary>
    [Fact]
    public void Rule2_a_renewal_is_not_confirmed_after_a_later_one()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.SendRenewal("a", urgent: true, raftTerm: 4);
        var (_, question) = coordinator.TakeQuestion()!.Value;
        Assert.Equal(question, coordinator.TakeQuestion()!.Value.Question);
        var later = coordinator.SendRenewal("a", urgent: true);
        coordinator.PassBarriers();
        Assert.Equal(later, Assert.Single(coordinator.SentTo<SessionMessage.Confirmed>("a")).Number);

        coordinator.SendRenewal("c");
        coordinator.Receive("b", new SessionMessage.Heard(5, question.Question, 0));
        Assert.Null(coordinator.Take<CoordinatorOutput.Attest>());
        coordinator.SendRenewal("a");
        coordinator.PassBarriers();
        Assert.Empty(coordinator.SentTo<SessionMessage.Confirmed>("c"));
    }

    [Fact]
    public void A_member_that_is_not_heard_of_late_needs_rounds_of_Raft()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.RenewAll();
        coordinator.At(250).Renew("a");
        Assert.NotNull(coordinator.At(400).Coordinator.QuietChannels(coordinator.Now));
        Assert.Null(coordinator.At(401).Coordinator.QuietChannels(coordinator.Now));

        coordinator.Renew("b");
        Assert.NotNull(coordinator.Coordinator.QuietChannels(coordinator.Now));
    }

    [Fact]
    public void Heartbeats_are_all_that_the_others_need_once_they_have_applied_everything()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.RenewAll();
        Assert.Equal([1, 2], coordinator.Coordinator.QuietChannels(coordinator.Now));

        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.DrainMember("a", StateBuilder.By("k"))));
        Assert.Null(coordinator.Coordinator.QuietChannels(coordinator.Now));
        coordinator.CommitAll();
        Assert.Null(coordinator.Coordinator.QuietChannels(coordinator.Now));

        coordinator.Renew("a");
        Assert.Null(coordinator.Coordinator.QuietChannels(coordinator.Now));
        coordinator.Renew("b");
        Assert.Equal([1, 2], coordinator.Coordinator.QuietChannels(coordinator.Now));

        coordinator.Coordinator.Disconnected(2, coordinator.Now);
        Assert.Null(coordinator.Coordinator.QuietChannels(coordinator.Now));
        coordinator.Coordinator.Ceased("deposed");
        Assert.Null(coordinator.Coordinator.QuietChannels(coordinator.Now));
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

        Assert.Null(coordinator.Take<CoordinatorOutput.Attest>());
        Assert.Null(coordinator.TakeQuestion());
        Assert.Null(coordinator.Take<CoordinatorOutput.Barrier>());
    }

    private static IEnumerable<SessionMessage.Confirmed> AfterAttest(CoordinatorHarness coordinator)
    {
        coordinator.Coordinator.Attested(coordinator.Take<CoordinatorOutput.Attest>()!.RaftTerm, true, coordinator.Now);
        return coordinator.SentTo<SessionMessage.Confirmed>("c");
    }
}
