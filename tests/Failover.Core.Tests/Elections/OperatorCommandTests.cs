using Failover.Serialization;
using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Elections;

public sealed class OperatorCommandTests
{
    [Fact]
    public void At_most_once_a_repeated_key_has_no_second_effect()
    {
        var builder = ThreeCandidates().Apply(new Command.Drain("a", By("k"))).Apply(new Command.Undrain("a", By("back")));

        builder.RefusalOf(new Command.Drain("a", By("k")));
        Assert.Null(builder.State.Members["a"].Drained);
    }

    [Fact]
    public void At_most_once_a_refused_command_stays_refused()
    {
        var builder = ThreeCandidates();
        builder.RefusalOf(new Command.ClearPause("e", By("k")));
        builder.Apply(new Command.SetPause("e", By("p"), null));

        builder.RefusalOf(new Command.ClearPause("e", By("k")));
        Assert.False(builder.State.Results["k"].Done);
        Assert.NotNull(builder.State.Elections["e"].Pause);
    }

    [Fact]
    public void At_most_once_a_hand_over_that_is_proposed_twice_is_under_way_once_and_answered_once()
    {
        var begin = new Command.BeginHandOver("e", 1, "b", By("k"));
        var builder = ThreeCandidates().Lead("a").Apply(begin);

        builder.RefusalOf(begin);
        Assert.DoesNotContain("k", builder.State.Results.Keys);

        builder.Apply(new Command.Vacate("e", 1, VacancyCause.HandedOver, null, 0), new Command.Promote("e", 1, Id("b")));
        Assert.True(builder.State.Results["k"].Done);
        Assert.Equal(["k"], builder.State.ResultOrder);
    }

    [Fact]
    public void A_key_that_two_commands_share_keeps_its_first_answer()
    {
        var builder = ThreeCandidates().Lead("a")
            .Apply(new Command.BeginHandOver("e", 1, "b", By("k")))
            .Apply(new Command.Drain("c", By("k")))
            .Apply(new Command.Vacate("e", 1, VacancyCause.HandedOver, null, 0), new Command.Promote("e", 1, Id("b")));

        Assert.Equal("c is drained", builder.State.Results["k"].Message);
        Assert.Equal(["k"], builder.State.ResultOrder);
    }

    [Fact]
    public void Old_results_are_forgotten_and_the_state_can_still_be_written()
    {
        var builder = ThreeCandidates();
        for (var i = 0; i <= ClusterState.ResultsLength; i++)
        {
            builder.Apply(new Command.Refuse(null, By($"k{i}"), "no"));
        }

        Assert.Equal(ClusterState.ResultsLength, builder.State.Results.Count);
        Assert.DoesNotContain("k0", builder.State.Results.Keys);
        Assert.Equal(ClusterState.ResultsLength, CoreCodec.DecodeState(CoreCodec.Encode(builder.State)).ResultOrder.Count());
    }

    [Fact]
    public void A_hand_over_names_the_term_it_is_about()
    {
        var builder = ThreeCandidates().Lead("a");

        builder.RefusalOf(new Command.BeginHandOver("e", 2, "b", By("k")));
        Assert.False(builder.State.Results["k"].Done);
    }

    [Fact]
    public void One_hand_over_of_an_election_is_under_way_at_a_time()
    {
        var builder = ThreeCandidates().Lead("a").Apply(new Command.BeginHandOver("e", 1, "b", By("k")));

        builder.RefusalOf(new Command.BeginHandOver("e", 1, "c", By("l")));
        Assert.Equal("b", builder.State.Elections["e"].HandOver?.Target);
    }

    [Fact]
    public void An_aborted_hand_over_is_answered_and_its_leader_stays()
    {
        var builder = ThreeCandidates().Lead("a")
            .Apply(new Command.BeginHandOver("e", 1, "b", By("k")))
            .Apply(new Command.AbortHandOver("e", 1, "not released"));

        Assert.Equal(new OperatorResult("k", OperatorOutcome.Conflict, "not released", "e", 1), builder.State.Results["k"]);
        Assert.Equal(Id("a"), builder.State.Elections["e"].Leader);
        builder.RefusalOf(new Command.AbortHandOver("e", 1, "again"));
    }

    [Theory]
    [InlineData("b", "b", true)]
    [InlineData("b", "c", false)]
    [InlineData(null, "c", true)]
    [InlineData(null, "a", false)]
    [InlineData("b", "a", false)]
    public void A_hand_over_is_done_when_it_ended_where_it_was_to(string? target, string promoted, bool done)
    {
        var builder = ThreeCandidates().Lead("a")
            .Apply(new Command.BeginHandOver("e", 1, target, By("k")))
            .Apply(new Command.Vacate("e", 1, VacancyCause.HandedOver, null, 0), new Command.Promote("e", 1, Id(promoted)));

        Assert.Equal((done, 2L), (builder.State.Results["k"].Done, builder.State.Results["k"].Term));
    }

    [Fact]
    public void A_pause_is_not_set_twice_and_not_on_what_does_not_exist()
    {
        var builder = ThreeCandidates();
        Assert.Contains("no election", builder.RefusalOf(new Command.SetPause("none", By("k"), null)), StringComparison.Ordinal);

        builder.Apply(new Command.SetPause("e", By("l"), 500));
        Assert.Contains("paused already, by ann", builder.RefusalOf(new Command.SetPause("e", By("m"), null)), StringComparison.Ordinal);
        Assert.Equal(500, builder.State.Elections["e"].Pause?.DurationMs);
    }

    [Fact]
    public void A_pause_ends_by_itself_without_an_operator()
    {
        var builder = ThreeCandidates().Apply(new Command.SetPause("e", By("k"), 500)).Apply(new Command.ClearPause("e", null));

        Assert.Null(builder.State.Elections["e"].Pause);
        builder.RefusalOf(new Command.ClearPause("e", null));
    }

    [Fact]
    public void Who_is_not_drained_is_not_undrained() =>
        Assert.Contains("not drained", ThreeCandidates().RefusalOf(new Command.Undrain("a", By("k"))), StringComparison.Ordinal);

    [Fact]
    public void Every_operator_command_is_in_the_audit_trail_with_its_actor()
    {
        var builder = ThreeCandidates().Lead("a")
            .Apply(new Command.Drain("b", By("1")), new Command.Undrain("b", By("2")))
            .Apply(new Command.SetPause("e", By("3"), null), new Command.ClearPause("e", By("4")))
            .Apply(new Command.BeginHandOver("e", 1, "b", By("5")), new Command.AbortHandOver("e", 1, "no"))
            .Apply(new Command.Depose(Id("a"), "e", By("6")), new Command.Refuse(null, By("7"), "unknown"));

        Assert.Equal(
            ["drained", "undrained", "paused", "resumed", "hand-over-began", "hand-over-aborted", "deposed", "command-refused"],
            builder.State.Audit.Records.Where(record => record.Actor == "ann").Select(record => record.Verb));
    }
}
