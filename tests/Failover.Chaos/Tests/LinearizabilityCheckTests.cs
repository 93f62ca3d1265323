using Failover.Chaos.Checks;
using static Failover.Chaos.Tests.Lines;

namespace Failover.Chaos.Tests;

/// <summary>Histories made by hand, with and without an order that explains them.</summary>
public sealed class LinearizabilityCheckTests
{
    [Fact]
    public void An_empty_history_is_linearizable() => Assert.Null(LinearizabilityCheck.Violation([]));

    [Fact]
    public void Confirmations_between_promotions_are_linearizable() => Assert.Null(LinearizabilityCheck.Violation(
        [Promoted("a", 1, 0, 10), Confirmed("a", 1, 11, 12), Promoted("b", 2, 0, 30), Confirmed("b", 2, 31, 35), Confirmed("b", 2, 36, 37)]));

    [Fact]
    public void A_confirmation_that_overlaps_a_promotion_may_come_before_or_after_it()
    {
        Assert.Null(LinearizabilityCheck.Violation([Promoted("a", 1, 0, 10), Promoted("b", 2, 20, 30), Confirmed("a", 1, 25, 40)]));
        Assert.Null(LinearizabilityCheck.Violation([Promoted("a", 1, 0, 10), Promoted("b", 2, 20, 30), Confirmed("b", 2, 15, 25)]));
    }

    [Fact]
    public void A_confirmation_of_a_leader_replaced_before_it_was_asked_for_is_found() =>
        Assert.Equal(
            "Not linearizable: no order of 3 operations on the seat explains the confirmation of a in term 1.",
            LinearizabilityCheck.Violation([Promoted("a", 1, 0, 10), Promoted("b", 2, 20, 30), Confirmed("a", 1, 31, 40)]));

    [Fact]
    public void Confirmations_that_go_back_are_found() =>
        Assert.NotNull(LinearizabilityCheck.Violation(
            [Promoted("a", 1, 0, 10), Promoted("b", 2, 0, 100), Confirmed("b", 2, 20, 30), Confirmed("a", 1, 31, 40)]));

    [Fact]
    public void A_confirmation_before_the_hand_over_was_asked_for_is_found() =>
        Assert.NotNull(LinearizabilityCheck.Violation([Promoted("a", 1, 0, 10), Promoted("b", 2, 50, 60), Confirmed("b", 2, 20, 30)]));

    [Fact]
    public void A_confirmation_by_another_than_the_promoted_is_found() =>
        Assert.NotNull(LinearizabilityCheck.Violation([Promoted("a", 1, 0, 10), Confirmed("b", 1, 20, 30)]));

    [Fact]
    public void Falling_terms_are_found() =>
        Assert.NotNull(LinearizabilityCheck.Violation([Promoted("a", 2, 0, 10), Promoted("b", 1, 11, 20)]));

    [Fact]
    public void A_history_takes_promotions_from_the_records_and_what_is_known_of_hand_overs_from_their_clients()
    {
        var history = SeatHistory.Of(
            [Promoted("b", 2, 150, 300), Confirmed("b", 2, 310, 320)],
            [Seen("b", 20, 1, "a"), Began("a", 10, 1), Seen("a", 200, 2, "b"), Seen("a", 120, 1, null)]);

        Assert.Equal(
            [Promoted("a", 1, 0, 10), Promoted("b", 2, 150, 200), Confirmed("b", 2, 310, 320)],
            history.OrderBy(operation => operation.ReturnedNanoseconds));
    }

    [Fact]
    public void Commands_of_operators_in_an_order_that_explains_their_answers_are_linearizable() => Assert.Null(LinearizabilityCheck.Violation(
        [
            Command("pause", true, 0, 10), Command("pause", false, 11, 20), Promoted("a", 1, 0, 15), Command("resume", true, 21, 30),
            Command("resume", false, 31, 40), Command("drain", true, 35, 60, "a"), Command("undrain", false, 50, 55, "a"),
            Command("undrain", true, 61, 70, "a"), Confirmed("a", 1, 71, 80),
        ]));

    [Fact]
    public void A_pause_that_two_have_made_is_found() =>
        Assert.NotNull(LinearizabilityCheck.Violation([Command("pause", true, 0, 10), Command("pause", true, 5, 20)]));

    [Fact]
    public void A_refusal_for_a_pause_that_was_over_is_found() =>
        Assert.Equal(
            "Not linearizable: no order of 3 operations on the pause explains the pause, refused.",
            LinearizabilityCheck.Violation([Command("pause", true, 0, 10), Command("resume", true, 11, 20), Command("pause", false, 21, 30)]));

    [Fact]
    public void A_drain_that_was_done_and_forgotten_is_found() =>
        Assert.NotNull(LinearizabilityCheck.Violation([Command("drain", true, 0, 10, "a"), Command("undrain", false, 11, 20, "a")]));

    [Fact]
    public void A_command_that_nobody_answered_may_have_taken_effect_or_not()
    {
        CommandOperation unanswered = new("resume", "", null, 11_000_000, long.MaxValue);
        CommandOperation paused = Command("pause", true, 0, 10);

        Assert.Null(LinearizabilityCheck.Violation([paused, unanswered, Command("resume", false, 21, 30)]));
        Assert.Null(LinearizabilityCheck.Violation([paused, unanswered, Command("pause", false, 21, 30)]));
        Assert.NotNull(LinearizabilityCheck.Violation([paused, Command("resume", false, 12, 20), unanswered with { InvokedNanoseconds = 21_000_000 }]));
    }

    [Fact]
    public void Many_commands_that_nobody_answered_do_not_make_the_search_long()
    {
        List<ISeatOperation> history = [];
        for (var i = 0; i < 40; i++)
        {
            history.Add(new CommandOperation(i % 2 == 0 ? "pause" : "resume", "", null, i * 1_000_000, long.MaxValue));
            history.Add(new CommandOperation(i % 2 == 0 ? "undrain" : "drain", $"n{i % 3}", null, i * 1_000_000, long.MaxValue));
        }

        // Between two of these one of the 20 resumes has taken effect: enough for 21 pauses, and not for 22.
        for (var i = 0; i < 20; i++)
        {
            history.Add(Command("pause", true, 100 + i, 100 + i));
        }

        Assert.Null(LinearizabilityCheck.Violation(history));
        Assert.NotNull(LinearizabilityCheck.Violation([.. history, Command("pause", true, 200, 200), Command("pause", true, 201, 201)]));
    }

    private static CommandOperation Command(string verb, bool isDone, long invoked, long returned, string member = "") =>
        new(verb, member, isDone, invoked * 1_000_000, returned * 1_000_000);

    private static SeatOperation Promoted(string leader, long term, long invoked, long returned) =>
        new(true, new Seat(term, leader), invoked * 1_000_000, returned * 1_000_000);

    private static SeatOperation Confirmed(string leader, long term, long invoked, long returned) =>
        new(false, new Seat(term, leader), invoked * 1_000_000, returned * 1_000_000);
}
