namespace Failover.Consensus;

/// <summary>
/// How long the next step of an exchange on a Raft connection may take. DotNext has one time-out for a whole exchange,
/// short for the sake of votes; a large snapshot would never arrive within it. So it gets a long one, and the steps
/// are timed here.
/// </summary>
/// <remarks>One exchange at a time uses a connection, and so this object.</remarks>
internal sealed class RaftExchange
{
    private readonly Func<RaftTimeouts> _timeouts;
    private readonly Func<RaftRequestKind, CancellationToken, ValueTask> _beforeSend;
    private readonly TimeProvider _time;
    private bool _isWaiting = true;
    private RaftRequestKind _request;

    public RaftExchange(Func<RaftTimeouts> timeouts, Func<RaftRequestKind, CancellationToken, ValueTask> beforeSend, TimeProvider time, bool isServer)
    {
        _timeouts = timeouts;
        _beforeSend = beforeSend;
        _time = time;
        IsServer = isServer;
    }

    /// <summary>Whether the other member asks, and this one answers.</summary>
    public bool IsServer { get; }

    public async ValueTask<T> SendAsync<T>(
        ReadOnlyMemory<byte> content,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<T>> send,
        CancellationToken token)
    {
        if (!IsServer && _isWaiting && !content.IsEmpty)
        {
            _request = (RaftRequestKind)content.Span[0];
            _isWaiting = false;
        }

        await _beforeSend(_request, token).ConfigureAwait(false);
        var result = await InTimeAsync(t => send(content, t), _timeouts().Step, token).ConfigureAwait(false);
        _isWaiting |= IsServer;
        return result;
    }

    public async ValueTask<T> ReceiveAsync<T>(Func<CancellationToken, ValueTask<T>> receive, CancellationToken token)
    {
        var timeouts = _timeouts();
        var limit = IsServer
            ? _isWaiting ? Timeout.InfiniteTimeSpan : timeouts.Step
            : _request switch
            {
                RaftRequestKind.Vote or RaftRequestKind.PreVote => timeouts.Vote,
                RaftRequestKind.InstallSnapshot => timeouts.Snapshot,
                _ => timeouts.Step,
            };
        var result = await InTimeAsync(receive, limit, token).ConfigureAwait(false);
        Received();
        return result;
    }

    /// <summary>Something was received without waiting.</summary>
    public void Received() => _isWaiting = !IsServer;

    private async ValueTask<T> InTimeAsync<T>(Func<CancellationToken, ValueTask<T>> step, TimeSpan limit, CancellationToken token)
    {
        if (limit == Timeout.InfiniteTimeSpan)
        {
            return await step(token).ConfigureAwait(false);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            var pending = step(either.Token);
            if (pending.IsCompleted)
            {
                // Most steps never wait. Each timer costs the process two more changes of thread.
                return await pending.ConfigureAwait(false);
            }

            using var timer = new CancellationTokenSource(limit, _time);
            await using var registration = timer.Token.UnsafeRegister(static cancelled => ((CancellationTokenSource)cancelled!).Cancel(), either).ConfigureAwait(false);
            return await pending.ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (either.IsCancellationRequested)
        {
            // DotNext tells its own cancellation from a failure of the connection by the token.
            token.ThrowIfCancellationRequested();
            throw new TimeoutException($"A step of a Raft exchange took longer than {limit.TotalMilliseconds} ms.", error);
        }
    }
}
