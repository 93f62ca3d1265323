using DotNext.Net.Cluster;
using Microsoft.Extensions.Logging;

namespace Failover.Consensus;

/// <summary>
/// Watches two things that DotNext does not tell: that its node has stopped for good, and that no leader can be elected
/// because the member with the better log has the lower Raft term (its pre-votes are refused, and it takes no notice of the
/// higher Raft term in the refusals).
/// </summary>
internal sealed class RaftHealth : IAsyncDisposable
{
    /// <summary>How many of the longest election time-outs without a leader are taken for the second case.</summary>
    private const int PatienceInTimeouts = 4;

    private readonly RaftNode _node;
    private readonly ConsensusSettings _settings;
    private readonly Func<string, CancellationToken, Task<long?>> _peerRaftTerm;
    private readonly Action<Exception> _fail;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public RaftHealth(
        RaftNode node,
        ConsensusSettings settings,
        Func<string, CancellationToken, Task<long?>> peerRaftTerm,
        Action<Exception> fail,
        ILogger logger,
        TimeProvider time)
    {
        _node = node;
        _settings = settings;
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
        var leaderless = 0;
        while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
        {
            if (Diagnose() is { } error)
            {
                _fail(error);
                return;
            }

            leaderless = _node.Leader is null ? leaderless + 1 : 0;
            if (leaderless >= PatienceInTimeouts)
            {
                leaderless = 0;
                await SpreadRaftTermAsync().ConfigureAwait(false);
            }
        }
    }

    private InvalidOperationException? Diagnose()
    {
        try
        {
            _ = _node.ConsensusToken;
            return _node.Standby ? new InvalidOperationException("The Raft node left the cluster after an internal failure.") : null;
        }
        catch (Exception error)
        {
            return new InvalidOperationException("The Raft node has stopped after an internal failure.", error);
        }
    }

    private async Task SpreadRaftTermAsync()
    {
        foreach (var (name, address) in _settings.Members.Where(member => member.Key != _settings.Self))
        {
            try
            {
                var peerTerm = await _peerRaftTerm(name, _stopping.Token)
                    .WaitAsync(_settings.UpperElectionTimeout, _time, _stopping.Token).ConfigureAwait(false);
                if (peerTerm < _node.AuditTrail.Term)
                {
                    _logger.SpreadingRaftTerm(name, peerTerm.Value, _node.AuditTrail.Term);
                    await _node.TeachRaftTermAsync(address, _stopping.Token).ConfigureAwait(false);
                }
            }
            catch (Exception error) when (error is TimeoutException or MemberUnavailableException)
            {
                // It is tried again after the next wait.
                _logger.RaftTermNotSpread(name, error);
            }
        }
    }
}
