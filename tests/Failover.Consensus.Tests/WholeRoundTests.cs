namespace Failover.Consensus.Tests;

/// <summary>Rule 2: a leadership is confirmed by a round that began after the question, and that a quorum has answered.</summary>
public sealed class WholeRoundTests
{
    [Fact]
    public async Task A_wait_that_ends_at_once_was_for_a_round_that_had_just_begun()
    {
        var answered = new TaskCompletionSource();
        var waits = new Queue<ValueTask>([ValueTask.CompletedTask, ValueTask.CompletedTask, new ValueTask(answered.Task)]);

        var round = RaftLog.WholeRoundAsync(waits.Dequeue, () => true);

        Assert.False(round.IsCompleted);
        answered.SetResult();
        await round;
    }

    [Fact]
    public async Task Whoever_leads_no_longer_does_not_wait() => await RaftLog.WholeRoundAsync(() => ValueTask.CompletedTask, () => false);
}
