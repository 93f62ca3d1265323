using Microsoft.Extensions.Time.Testing;

namespace Failover.Consensus.Tests;

public sealed class RaftExchangeTests
{
    private const byte AppendEntries = 4;
    private const byte InstallSnapshot = 5;
    private const byte PreVote = 7;

    private static readonly RaftTimeouts s_timeouts = new(
        Vote: TimeSpan.FromMilliseconds(50), Step: TimeSpan.FromMilliseconds(150), Snapshot: TimeSpan.FromSeconds(30));

    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _steps = [];
    private IOException? _cannotPromise;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_sent_before_promises_are_kept()
    {
        var exchange = Start(isServer: true);
        await SendAsync(exchange, 0);
        Assert.Equal(["keep", "send"], _steps);

        _cannotPromise = new IOException();
        await Assert.ThrowsAsync<IOException>(() => SendAsync(exchange, 0));
        Assert.Equal(["keep", "send", "keep"], _steps);
    }

    [Fact]
    public async Task An_answer_is_awaited_for_one_step()
    {
        var exchange = Start(isServer: false);
        await SendAsync(exchange, AppendEntries);

        await TimesOutAfterAsync(exchange, s_timeouts.Step);
    }

    [Fact]
    public async Task The_answer_to_a_vote_is_awaited_shorter()
    {
        var exchange = Start(isServer: false);
        await SendAsync(exchange, PreVote);

        await TimesOutAfterAsync(exchange, s_timeouts.Vote);
    }

    [Fact]
    public async Task The_answer_to_a_snapshot_is_awaited_longer_and_only_that()
    {
        var exchange = Start(isServer: false);
        await SendAsync(exchange, InstallSnapshot);
        await SendAsync(exchange, AppendEntries);
        await TimesOutAfterAsync(exchange, s_timeouts.Snapshot);

        exchange = Start(isServer: false);
        await SendAsync(exchange, InstallSnapshot);
        await exchange.ReceiveAsync(_ => ValueTask.FromResult(1), Token);
        await SendAsync(exchange, AppendEntries);
        await TimesOutAfterAsync(exchange, s_timeouts.Step);
    }

    [Fact]
    public async Task A_server_waits_for_a_request_for_ever_and_for_its_next_part_one_step()
    {
        var exchange = Start(isServer: true);
        using var stop = new CancellationTokenSource();
        var idle = exchange.ReceiveAsync(NeverAsync, stop.Token);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.False(idle.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => idle.AsTask());

        await exchange.ReceiveAsync(_ => ValueTask.FromResult(1), Token);
        await TimesOutAfterAsync(exchange, s_timeouts.Step);
    }

    [Fact]
    public async Task A_cancellation_keeps_the_token_of_who_cancelled()
    {
        var exchange = Start(isServer: false);
        using var stop = new CancellationTokenSource();
        var waiting = exchange.ReceiveAsync(NeverAsync, stop.Token).AsTask();
        await stop.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Assert.Equal(stop.Token, error.CancellationToken);
    }

    private static async ValueTask<int> NeverAsync(CancellationToken token)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        return 0;
    }

    private async Task TimesOutAfterAsync(RaftExchange exchange, TimeSpan limit)
    {
        var waiting = exchange.ReceiveAsync(NeverAsync, Token).AsTask();
        _time.Advance(limit - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
    }

    private async Task SendAsync(RaftExchange exchange, byte type) =>
        await exchange.SendAsync(
            new[] { type },
            (_, _) =>
            {
                _steps.Add("send");
                return ValueTask.FromResult(0);
            },
            Token);

    private RaftExchange Start(bool isServer) => new(
        () => s_timeouts,
        (_, _) =>
        {
            _steps.Add("keep");
            return _cannotPromise is null ? ValueTask.CompletedTask : ValueTask.FromException(_cannotPromise);
        },
        _time,
        isServer);
}
