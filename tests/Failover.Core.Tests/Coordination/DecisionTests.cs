using Failover.Serialization;

namespace Failover.Core.Tests.Coordination;

public sealed class DecisionTests
{
    [Fact]
    public void One_entry_is_under_way_at_a_time_and_what_comes_meanwhile_is_in_the_next()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Receive("b", new SessionMessage.Goodbye());
        coordinator.Receive("a", new SessionMessage.Released("e", 1, VacancyCause.Resigned, null, 0));
        Assert.Single(coordinator.Outputs().OfType<CoordinatorOutput.Propose>());

        Assert.IsType<Command.CloseSession>(Assert.Single(coordinator.Commit()));
        Assert.IsType<Command.Vacate>(coordinator.Commit()[0]);
    }

    [Fact]
    public void A_proposal_names_the_raft_term_of_its_reign()
    {
        var coordinator = CoordinatorHarness.Settled();
        coordinator.Receive("a", new SessionMessage.Goodbye());

        Assert.Equal(5, Assert.Single(coordinator.Outputs().OfType<CoordinatorOutput.Propose>()).RaftTerm);
    }

    [Fact]
    public void A_failed_proposal_is_made_again_after_a_delay()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Receive("a", new SessionMessage.Released("e", 1, VacancyCause.Resigned, null, 0));
        var first = coordinator.Fail();
        coordinator.At(49).Coordinator.Tick(coordinator.Now);
        Assert.Empty(coordinator.Proposed());

        coordinator.At(50).Coordinator.Tick(coordinator.Now);
        Assert.Equal(first, coordinator.Commit());
    }

    [Fact]
    public void No_release_is_hidden_by_the_repetition_of_an_older_one()
    {
        var log = StateBuilder.ThreeCandidates().Lead("b").Apply(new Command.Vacate("e", 1, VacancyCause.Resigned, null, 0)).Lead("a");
        var coordinator = CoordinatorHarness.Settled(log);
        coordinator.Receive("c", new SessionMessage.Goodbye());
        coordinator.Receive("a", new SessionMessage.Released("e", 2, VacancyCause.Resigned, null, 0));
        coordinator.Receive("b", new SessionMessage.Released("e", 1, VacancyCause.Resigned, null, 0));
        coordinator.Commit();

        Assert.Equal(2, Assert.IsType<Command.Vacate>(coordinator.Commit()[0]).Term);
    }

    [Fact]
    public void A_release_that_comes_before_its_promotion_is_applied_here_is_kept()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Receive("b", new SessionMessage.Released("e", 2, VacancyCause.Resigned, null, 0));
        coordinator.Receive("a", new SessionMessage.Released("e", 1, VacancyCause.Resigned, null, 0));
        Assert.Empty(coordinator.Proposed());
        coordinator.Log.Apply(new Command.Vacate("e", 1, VacancyCause.Resigned, null, 0), new Command.Promote("e", 1, StateBuilder.Id("b")));
        coordinator.Coordinator.Applied(coordinator.Log.State, coordinator.Log.Events, coordinator.Now);

        Assert.Contains(coordinator.Proposed(), command => command is Command.Vacate { Term: 2 });
    }

    [Fact]
    public void Rule8_who_does_not_say_that_it_hears_is_not_promoted()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("c"));
        foreach (var at in new[] { 400, 800, 1_200 })
        {
            coordinator.At(at);
            coordinator.Renew("b");
            coordinator.Renew("c");
            coordinator.Receive("a", new SessionMessage.Renew(1_000 + at, 0, null, false, false));
            coordinator.PassBarriers();
        }

        coordinator.Receive("c", new SessionMessage.Released("e", 1, VacancyCause.Resigned, null, 5_000));
        Assert.Contains(coordinator.Commit(), command => command is Command.Promote { Leader.Member: "b" });
    }

    [Fact]
    public void Rule8_who_hears_again_is_promoted_at_once()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("c").Apply(new Command.Drain("b", StateBuilder.By("k"))));
        coordinator.At(1_200);
        var number = coordinator.SendRenewal("a");
        coordinator.Renew("c");
        coordinator.Receive("c", new SessionMessage.Released("e", 1, VacancyCause.Resigned, null, 60_000));
        coordinator.CommitAll();
        Assert.True(coordinator.Log.State.Elections["e"].IsVacant);

        coordinator.Receive("a", new SessionMessage.Renew(number + 1, number, null, false, false));
        Assert.Contains(coordinator.Proposed(), command => command is Command.Promote { Leader.Member: "a" });
    }

    [Fact]
    public void A_quarantine_is_lifted_by_the_coordinator_after_its_time()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Receive("a", new SessionMessage.Released("e", 1, VacancyCause.Resigned, null, 500));
        coordinator.CommitAll();
        coordinator.At(499).Coordinator.Tick(coordinator.Now);
        Assert.Empty(coordinator.Proposed());

        coordinator.At(500).Coordinator.Tick(coordinator.Now);
        coordinator.Fail();
        coordinator.At(550).Coordinator.Tick(coordinator.Now);
        Assert.Equal(new Command.LiftQuarantine("e", "a", 1), Assert.Single(coordinator.Proposed()));
    }

    [Fact]
    public void A_second_quarantine_is_not_taken_for_the_first()
    {
        var log = StateBuilder.ThreeCandidates().Apply(new Command.Drain("b", StateBuilder.By("1")), new Command.Drain("c", StateBuilder.By("2"))).Lead("a");
        var coordinator = CoordinatorHarness.Settled(log);
        coordinator.Receive("a", new SessionMessage.Released("e", 1, VacancyCause.Resigned, null, 500));
        coordinator.CommitAll();
        coordinator.At(500).Renew("a");
        coordinator.CommitAll();
        coordinator.Renew("a");
        coordinator.Coordinator.Tick(coordinator.Now);
        coordinator.CommitAll();
        Assert.Equal(2, coordinator.Log.Term());

        coordinator.Receive("a", new SessionMessage.Released("e", 2, VacancyCause.Resigned, null, 500));
        Assert.Equal([typeof(Command.Vacate)], coordinator.Commit().Select(command => command.GetType()));
        Assert.Empty(coordinator.Proposed());
    }

    [Fact]
    public void A_leader_is_asked_to_release_once_the_hand_over_is_in_the_log()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.HandOverLeadership("e", "b", StateBuilder.By("k"))));
        Assert.Empty(coordinator.SentTo<SessionMessage.Release>("a"));

        coordinator.Commit();
        Assert.Equal(1, Assert.Single(coordinator.SentTo<SessionMessage.Release>("a")).Term);
        Assert.Empty(coordinator.SentTo<SessionMessage.Answer>("b"));
    }

    [Fact]
    public void A_hand_over_ends_with_the_promotion_of_its_target_and_an_answer()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.HandOverLeadership("e", "c", StateBuilder.By("k"))));
        coordinator.Commit();
        coordinator.Receive("a", new SessionMessage.Released("e", 1, VacancyCause.HandedOver, null, 0));

        Assert.Equal([typeof(Command.Vacate), typeof(Command.Promote)], coordinator.Commit().Select(command => command.GetType()));
        Assert.Equal("c", coordinator.Log.State.Elections["e"].Leader?.Member);
        Assert.True(Assert.Single(coordinator.SentTo<SessionMessage.Answer>("b")).Result.Done);
    }

    [Fact]
    public void A_hand_over_that_is_not_released_is_aborted_after_its_time()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.HandOverLeadership("e", "c", StateBuilder.By("k"))));
        coordinator.Commit();
        for (var at = 500; at <= 60_000; at += 500)
        {
            coordinator.At(at);
            coordinator.Renew("a");
            coordinator.Renew("b");
            coordinator.Renew("c");
            Assert.Equal(at == 60_000, Timers(coordinator));
        }

        bool Timers(CoordinatorHarness harness)
        {
            harness.Coordinator.Tick(harness.Now);
            return harness.Proposed().Any(command => command is Command.AbortHandOver);
        }
    }

    [Theory]
    [InlineData("none", null, "there is no election")]
    [InlineData("e", "a", "a leads e already")]
    [InlineData("e", "x", "x can not lead e: it is no candidate")]
    [InlineData("e", "b", "b can not lead e: it is drained by ann")]
    public void A_hand_over_that_can_not_be_is_refused_with_the_reason(string election, string? target, string reason)
    {
        var log = StateBuilder.ThreeCandidates().Lead("a").Apply(new Command.Drain("b", StateBuilder.By("d")));
        var coordinator = CoordinatorHarness.Settled(log);
        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.HandOverLeadership(election, target, StateBuilder.By("k"))));
        coordinator.Commit();

        var result = Assert.Single(coordinator.SentTo<SessionMessage.Answer>("b")).Result;
        Assert.False(result.Done);
        Assert.Contains(reason, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_most_once_a_repeated_command_gets_the_first_answer_without_an_entry()
    {
        var ask = new SessionMessage.Ask(new OperatorCommand.DrainMember("b", StateBuilder.By("k")));
        var coordinator = CoordinatorHarness.Settled();
        coordinator.Receive("a", ask);
        coordinator.CommitAll();
        coordinator.Clear();
        coordinator.Receive("b", ask);

        Assert.Empty(coordinator.Proposed());
        Assert.Equal("b is drained", Assert.Single(coordinator.SentTo<SessionMessage.Answer>("b")).Result.Message);
    }

    [Fact]
    public void A_leader_of_a_drained_member_is_asked_to_release_when_another_could_lead()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.DrainMember("a", StateBuilder.By("k"))));
        coordinator.CommitAll();

        Assert.Equal(VacancyCause.HandedOver, Assert.Single(coordinator.SentTo<SessionMessage.Release>("a")).Cause);
    }

    [Fact]
    public void An_unfit_leader_is_asked_to_release()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Renew("a", unfit: "disk");
        Assert.IsType<Command.SetFitness>(Assert.Single(coordinator.Commit()));

        Assert.Equal((VacancyCause.Unhealthy, "disk"), (coordinator.SentTo<SessionMessage.Release>("a").Single().Cause, coordinator.SentTo<SessionMessage.Release>("a").Single().Reason));
    }

    [Fact]
    public void A_member_that_leaves_is_not_promoted()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("c"));
        coordinator.Renew("a", leaving: true);
        coordinator.Receive("c", new SessionMessage.Released("e", 1, VacancyCause.Resigned, null, 500));

        Assert.Contains(coordinator.Commit(), command => command is Command.Promote { Leader.Member: "b" });
    }

    [Fact]
    public void A_paused_election_stays_vacant_until_it_is_resumed()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a").Apply(new Command.SetPause("e", StateBuilder.By("p"), null)));
        coordinator.Receive("a", new SessionMessage.Goodbye());
        coordinator.CommitAll();
        Assert.True(coordinator.Log.State.Elections["e"].IsVacant);

        coordinator.Receive("b", new SessionMessage.Ask(new OperatorCommand.ResumeElection("e", StateBuilder.By("r"))));
        coordinator.CommitAll();
        Assert.Equal("b", coordinator.Log.State.Elections["e"].Leader?.Member);
    }

    [Fact]
    public void A_new_election_waits_a_little_for_better_candidates()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Receive("b", new SessionMessage.Enrolments([new Enrolment("new", 0, PromotionPolicy.Automatic)]));
        coordinator.CommitAll();
        Assert.True(coordinator.Log.State.Elections["new"].IsVacant);

        coordinator.At(300).Coordinator.Tick(coordinator.Now);
        Assert.Equal("b", Assert.IsType<Command.Promote>(Assert.Single(coordinator.Proposed())).Leader.Member);
    }

    [Fact]
    public void A_failover_of_many_elections_takes_entries_of_bounded_size()
    {
        const int elections = Plan.MostCommands + 20;
        var (coordinator, _) = LeadingMany(elections);
        coordinator.Coordinator.Disconnected(CoordinatorHarness.ChannelOf("a"), coordinator.Now);
        coordinator.Answer(refused: true);
        Assert.Equal(Plan.MostCommands, coordinator.Commit().Count);
        coordinator.Commit();

        Assert.DoesNotContain(coordinator.Log.State.Elections.Values, election => election.IsVacant);
    }

    [Fact]
    public void Releases_in_any_number_become_entries_that_the_log_takes()
    {
        const int elections = 2_000;
        var reason = new string('ä', 1_000);
        var (coordinator, all) = LeadingMany(elections);
        foreach (var enrolment in all)
        {
            coordinator.Receive("a", new SessionMessage.Released(enrolment.Election, 1, VacancyCause.Resigned, reason, 0));
        }

        while (coordinator.Log.State.Elections.Values.Any(election => election.Name != "e" && (election.Term == 1 || election.IsVacant)))
        {
            AssertLogTakes(coordinator.Commit());
        }
    }

    [Fact]
    public void Enrolments_in_any_number_become_entries_that_the_log_takes()
    {
        const int elections = 10_000;
        var longName = new string('n', 90);
        var coordinator = CoordinatorHarness.Settled();
        foreach (var batch in Enumerable.Range(0, elections).Select(number => new Enrolment($"{longName}{number}", 0, PromotionPolicy.Automatic)).Chunk(250))
        {
            foreach (var member in new[] { "a", "b", "c" })
            {
                coordinator.Receive(member, new SessionMessage.Enrolments([.. batch]));
            }
        }

        while (coordinator.Log.State.Elections.Values.Count(election => election.Candidates.Count == 3) < elections)
        {
            AssertLogTakes(coordinator.Commit());
        }
    }

    [Fact]
    public void A_coordinator_tells_the_others_what_it_has_stored_in_its_own_Raft_term()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Clear();
        coordinator.Coordinator.Stored(4, 11);
        Assert.Empty(coordinator.Outputs());

        coordinator.Coordinator.Stored(5, 12);

        Assert.All(["a", "b"], member => Assert.Equal(new SessionMessage.Stored(5, 12), Assert.Single(coordinator.SentTo<SessionMessage.Stored>(member))));
        Assert.Empty(coordinator.SentTo<SessionMessage.Stored>("c"));
    }

    [Fact]
    public void A_coordinator_that_ceased_says_so_on_every_channel_and_decides_nothing_more()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Clear();
        coordinator.Coordinator.Ceased("deposed");
        Assert.Equal([1, 2, 3], coordinator.Outputs().OfType<CoordinatorOutput.CloseChannel>().Select(close => close.Channel));
        Assert.All(["a", "b", "c"], member => Assert.Equal(5, Assert.Single(coordinator.SentTo<SessionMessage.Ceased>(member)).RaftTerm));

        coordinator.Clear();
        coordinator.At(10_000).Coordinator.Tick(coordinator.Now);
        Assert.Empty(coordinator.Outputs());
        Assert.Null(coordinator.Coordinator.WakeAt);
    }

    [Fact]
    public void A_coordinator_that_became_it_again_begins_anew()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Become();

        Assert.Equal([1, 2, 3], coordinator.Outputs().OfType<CoordinatorOutput.CloseChannel>().Select(close => close.Channel));
        coordinator.Clear();
        coordinator.Renew("a");
        Assert.Empty(coordinator.Outputs());
    }

    [Fact]
    public void A_process_that_connects_anew_is_answered_on_the_newest_channel_only()
    {
        var coordinator = CoordinatorHarness.Settled(StateBuilder.ThreeCandidates().Lead("a"));
        coordinator.Greet("a", channel: 9);

        Assert.Equal(1, Assert.Single(coordinator.Outputs().OfType<CoordinatorOutput.CloseChannel>()).Channel);
        Assert.Equal(9, Assert.Single(coordinator.Outputs().OfType<CoordinatorOutput.Send>()).Channel);
    }

    /// <summary>A coordinator of elections that a leads, and for which b is a candidate too.</summary>
    private static (CoordinatorHarness Coordinator, Enrolment[] Elections) LeadingMany(int count)
    {
        var log = StateBuilder.ThreeCandidates();
        Enrolment[] all = [.. Enumerable.Range(0, count).Select(number => new Enrolment($"n{number}", 0, PromotionPolicy.Automatic))];
        log.Apply(new Command.Enrol(StateBuilder.Id("a"), [.. all]), new Command.Enrol(StateBuilder.Id("b"), [.. all]));
        foreach (var enrolment in all)
        {
            log.Lead("a", election: enrolment.Election);
        }

        return (CoordinatorHarness.Settled(log.Lead("a")), all);
    }

    private static void AssertLogTakes(IReadOnlyList<Command> commands)
    {
        const int longest = 4 * 1024 * 1024;
        Assert.InRange(CoreCodec.Encode(new LogEntry("a", default, [.. commands])).Length, 1, longest / 2);
    }
}
