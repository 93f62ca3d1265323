using Microsoft.Extensions.Logging;

namespace Failover.Consensus;

/// <summary>
/// Elects a coordinator when the last one is known to be gone, before any election time-out (decision 19): every member grants its vote from
/// that moment on, and they stand for election one after the other. Where that fails nothing is lost: the election time-outs run as ever.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class EarlyElection(RaftNode node, ConsensusSettings settings, RaftPace pace, ILogger logger, TimeProvider time) : IAsyncDisposable
{
    /// <summary>The next member stands after this part of an election time-out, within which the one before it is elected as a rule.</summary>
    private const int TurnsPerTimeout = 6;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _run = Task.CompletedTask;
    private long _raftTerm;

    /// <summary>Begins. Does nothing where that Raft term is over: then another may coordinate, or is being elected.</summary>
    /// <param name="lost">Who is gone.</param>
    /// <param name="raftTerm">The Raft term in which it coordinated.</param>
    /// <param name="rank">How many of the others stand first.</param>
    public void Begin(string lost, long raftTerm, int rank)
    {
        lock (_lock)
        {
            if (!_stopping.IsCancellationRequested && node.AuditTrail.Term == raftTerm)
            {
                ElectionTimeouts.ForgetLeader(node);
                if (raftTerm != _raftTerm || _run.IsCompleted)
                {
                    // Two for one Raft term would disturb each other.
                    _raftTerm = raftTerm;
                    _run = Task.WhenAll(_run, RunAsync(lost, raftTerm, rank));
                }
            }
        }
    }

    /// <summary>Whether the coordinator of that Raft term is being replaced, so that a late word of it counts for nothing.</summary>
    public bool Replaces(long raftTerm)
    {
        lock (_lock)
        {
            return raftTerm == _raftTerm && !_run.IsCompleted;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task run;
        lock (_lock)
        {
            _stopping.Cancel();
            run = _run;
        }

        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync(string lost, long raftTerm, int rank)
    {
        var timeout = settings.LowerElectionTimeout * pace.Factor;
        var turn = timeout / TurnsPerTimeout;
        var everybodysTurn = turn * (settings.Members.Count - 1);
        var wait = turn * rank;
        for (var at = wait; at < timeout; at += wait)
        {
            await Task.Delay(wait, time, _stopping.Token).ConfigureAwait(false);
            if (node.AuditTrail.Term != raftTerm)
            {
                return;
            }

            logger.StandingEarly(lost, raftTerm);
            await node.StandAsync().ConfigureAwait(false);
            wait = everybodysTurn;
        }
    }
}
