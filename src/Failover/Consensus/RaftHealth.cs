using DotNext.IO.Log;
using Microsoft.Extensions.Logging;

namespace Failover.Consensus;

/// <summary>
/// Watches what DotNext does not tell: that its node or its log has stopped for good; that no leader can be elected because the member with
/// the better log has the lower Raft term (its pre-votes are refused, and it takes no notice of the higher Raft term in the
/// refusals); and that elections fail, or follow each other, because everything is slow.
/// </summary>
internal sealed class RaftHealth : IAsyncDisposable
{
    /// <summary>
    /// How often to look while there is a leader, if that is not more often than without one. Each look costs a dozen changes of thread, and what it finds
    /// can wait so long: elections that fail for want of it are rare, and a log that has failed acknowledges nothing meanwhile.
    /// </summary>
    private static readonly TimeSpan CalmInterval = TimeSpan.FromSeconds(1);

    private readonly RaftNode _node;
    private readonly DurableLog _log;
    private readonly ConsensusSettings _settings;
    private readonly RaftPace _pace;
    private readonly Func<string, CancellationToken, Task<long?>> _peerRaftTerm;
    private readonly Action<Exception> _fail;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public RaftHealth(
        RaftNode node,
        DurableLog log,
        ConsensusSettings settings,
        RaftPace pace,
        Func<string, CancellationToken, Task<long?>> peerRaftTerm,
        Action<Exception> fail,
        ILogger logger,
        TimeProvider time)
    {
        _node = node;
        _log = log;
        _settings = settings;
        _pace = pace;
        _peerRaftTerm = peerRaftTerm;
        _fail = fail;
        _logger = logger;
        _time = time;
        _loop = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(_settings.UpperElectionTimeout, _time);
        var began = _time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
        {
            if ((Diagnose() ?? await FindLogFailureAsync().ConfigureAwait(false)) is { } error)
            {
                _fail(error);
                return;
            }

            var factor = _pace.Factor;
            _pace.Tick(_time.GetElapsedTime(began), _node.AuditTrail.Term, _node.Leader is not null);
            if (_pace.IsLeaderlessTooLong(_time.GetElapsedTime(began)))
            {
                if (await SpreadRaftTermAsync().ConfigureAwait(false))
                {
                    _pace.OnElectionsFail();
                }

                _pace.WaitAnew(_time.GetElapsedTime(began));
            }

            if (_pace.Factor != factor)
            {
                ChangePace();
            }

            var interval = Interval();
            if (timer.Period != interval)
            {
                timer.Period = interval;
            }
        }
    }

    private TimeSpan Interval() =>
        _node.Leader is not null && CalmInterval > _settings.UpperElectionTimeout ? CalmInterval : _settings.UpperElectionTimeout;

    private void ChangePace()
    {
        var (lower, upper) = (_settings.LowerElectionTimeout * _pace.Factor, _settings.UpperElectionTimeout * _pace.Factor);
        _logger.PaceChanged(lower, upper);
        ElectionTimeouts.Set(_node, (int)lower.TotalMilliseconds, (int)upper.TotalMilliseconds);
    }

    private InvalidOperationException? Diagnose()
    {
        try
        {
            _ = _node.ConsensusToken;
            return _node.HasLeft ? new InvalidOperationException("The Raft node left the cluster after an internal failure.") : null;
        }
        catch (Exception error)
        {
            return new InvalidOperationException("The Raft node has stopped after an internal failure.", error);
        }
    }

    /// <summary>
    /// DotNext writes the checkpoint and applies entries when nobody waits. When that fails nothing is applied any more, and only those
    /// who ask are told.
    /// </summary>
    private async ValueTask<Exception?> FindLogFailureAsync()
    {
        try
        {
            // What was applied before the first entry: it returns at once, or throws what failed.
            await _log.WaitForApplyAsync(0, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (IntegrityException error)
        {
            return error;
        }
    }

    /// <returns>Whether a majority is there, this member included.</returns>
    private async Task<bool> SpreadRaftTermAsync()
    {
        var present = 1;
        foreach (var (name, address) in _settings.Members.Where(member => member.Key != _settings.Self))
        {
            try
            {
                var peerTerm = await _peerRaftTerm(name, _stopping.Token)
                    .WaitAsync(_settings.UpperElectionTimeout * _pace.Factor, _time, _stopping.Token).ConfigureAwait(false);
                present += peerTerm is null ? 0 : 1;
                if (peerTerm < _node.AuditTrail.Term)
                {
                    _logger.SpreadingRaftTerm(name, peerTerm.Value, _node.AuditTrail.Term);
                    await _node.TeachRaftTermAsync(address, _stopping.Token).ConfigureAwait(false);
                }
            }
            catch (Exception error) when (!_stopping.IsCancellationRequested)
            {
                // It did not answer, as a rule. It is tried again after the next wait.
                _logger.RaftTermNotSpread(name, error);
            }
        }

        return present * 2 > _settings.Members.Count;
    }
}
