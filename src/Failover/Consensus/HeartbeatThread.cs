using System.Diagnostics;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging;

namespace Failover.Consensus;

/// <summary>
/// Sends this member's heartbeats while it leads, twice in every shorter election time-out, and misses the leader's while it follows (decision 21). It is
/// a thread of its own, so that neither a starved thread pool nor a long decision of the driver makes a coordinator look lost. Where the driver hangs it
/// ends the leadership instead (decision 22).
/// </summary>
/// <remarks>
/// Where heartbeats are rounds of Raft, DotNext's own timers miss them, as ever. Each other one stops those timers, and is missed here.
/// Thread-safe.
/// </remarks>
internal sealed class HeartbeatThread : IDisposable
{
    private readonly RaftNode _node;
    private readonly DurableLog _log;
    private readonly ConsensusSettings _settings;
    private readonly RaftPace _pace;
    private readonly Func<bool> _hasFailed;
    private readonly DriverWatch _driver;
    private readonly ILogger _logger;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _thread;
    private Heartbeat? _heartbeat;
    private long _sentAt;
    private long _attestedAt;
    private long _heardAt;
    private long _heardTerm;
    private TimeSpan _patience;
    private int _patienceFactor;
    private Task _resignation = Task.CompletedTask;
    private Task _report = Task.CompletedTask;
    private volatile bool _isWatching;
    private volatile bool _isClosing;

    /// <summary>Starts the thread.</summary>
    /// <param name="node">Leads, or follows.</param>
    /// <param name="log">Its log.</param>
    /// <param name="settings">Have the election time-outs.</param>
    /// <param name="pace">By how much those are multiplied now.</param>
    /// <param name="hasFailed">Whether this member must not send anything any more.</param>
    /// <param name="driver">Says whether the driver hangs.</param>
    /// <param name="logger">Is told when it does.</param>
    public HeartbeatThread(
        RaftNode node,
        DurableLog log,
        ConsensusSettings settings,
        RaftPace pace,
        Func<bool> hasFailed,
        DriverWatch driver,
        ILogger logger)
    {
        _node = node;
        _log = log;
        _settings = settings;
        _pace = pace;
        _hasFailed = hasFailed;
        _driver = driver;
        _logger = logger;
        _node.LeaderChanged += OnLeaderChanged;
        _thread = new Thread(Run) { IsBackground = true, Name = "Failover heartbeats", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>How heartbeats are sent from now on in that Raft term; null for rounds of Raft.</summary>
    public void Send(Heartbeat? heartbeat)
    {
        Volatile.Write(ref _heartbeat, heartbeat);
        if (heartbeat is not null)
        {
            _wake.Set();
        }
    }

    /// <summary>One was sent to all just now.</summary>
    public void Sent() => Volatile.Write(ref _sentAt, Stopwatch.GetTimestamp());

    /// <summary>A quorum was heard, so this member still led a moment ago.</summary>
    public void Attested()
    {
        Volatile.Write(ref _attestedAt, Stopwatch.GetTimestamp());
        ElectionTimeouts.HearLeader(_node);
    }

    /// <summary>A heartbeat of the leader in that Raft term, which is this member's, came other than by Raft.</summary>
    public void Heard(long raftTerm)
    {
        ElectionTimeouts.HearLeader(_node);
        Volatile.Write(ref _heardTerm, raftTerm);

        // First it is watched for the next one, then DotNext is kept from doing so; unless that took so long that this one is over already.
        Interlocked.Exchange(ref _heardAt, Stopwatch.GetTimestamp());
        if (!_isWatching)
        {
            _wake.Set();
        }

        if (FollowerTimer.TryStop(_node) && Volatile.Read(ref _heardAt) == 0)
        {
            FollowerTimer.TryStart(_node);
        }
    }

    public void Dispose()
    {
        _node.LeaderChanged -= OnLeaderChanged;
        _isClosing = true;
        _wake.Set();
        _thread.Join();

        // The event is left to the garbage collector: a late heartbeat may still set it.
    }

    // DotNext calls this under its own lock: nothing but a note may be made.
    private void OnLeaderChanged(RaftCluster<RaftClusterMember> node, RaftClusterMember? leader) => _wake.Set();

    private void Run()
    {
        while (!_isClosing)
        {
            var wait = (_hasFailed() ? null : GiveUpIfHung() ?? Beat()) ?? Watch();
            _wake.WaitOne(wait == Timeout.InfiniteTimeSpan ? Timeout.Infinite : (int)Math.Ceiling(wait.TotalMilliseconds));
        }
    }

    /// <summary>Ends this member's leadership if it has one that its driver makes nothing of, so that another member coordinates.</summary>
    /// <returns>When to look again; null where nothing hangs, or this member does not lead.</returns>
    private TimeSpan? GiveUpIfHung()
    {
        // What it has in its log others must have first: else nobody but this member could be elected.
        if (!_driver.IsHung() || _settings.Members.Count == 1 || _node.Leader is not { IsRemote: false } || !_log.IsCommitted)
        {
            return null;
        }

        if (_resignation.IsCompleted)
        {
            _resignation = ResignAsync(_driver.BusyFor);
        }

        return _settings.HeartbeatInterval;
    }

    /// <summary>Sends a heartbeat if it is time to, and this member leads.</summary>
    /// <returns>When the next one is due; null where this member does not lead.</returns>
    private TimeSpan? Beat()
    {
        var interval = _settings.HeartbeatInterval;
        var heardAt = Volatile.Read(ref _heardAt);
        if (Volatile.Read(ref _heartbeat) is { } heartbeat && _node.LeadsIn(heartbeat.RaftTerm) && _log.IsCommitted)
        {
            var left = interval - Stopwatch.GetElapsedTime(Volatile.Read(ref _sentAt));
            if (left > TimeSpan.Zero)
            {
                return left;
            }

            Sent();
            heartbeat.Send();
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _attestedAt)) < 2 * _settings.RenewalInterval)
            {
                // As a round of Raft does: a member that cannot hear this one gets no vote of it.
                ElectionTimeouts.HearLeader(_node);
            }
        }
        else if (!_node.TryBeginRound())
        {
            return null;
        }

        // What it heard as a follower is over.
        Interlocked.CompareExchange(ref _heardAt, 0, heardAt);
        return interval;
    }

    /// <summary>Looks whether the next heartbeat is missing.</summary>
    /// <returns>When to look again, if nothing happens before.</returns>
    private TimeSpan Watch()
    {
        var heardAt = Volatile.Read(ref _heardAt);
        if (heardAt == 0)
        {
            // Whoever hears one after this look wakes the thread.
            _isWatching = false;
            heardAt = Interlocked.CompareExchange(ref _heardAt, 0, 0);
            if (heardAt == 0)
            {
                return Timeout.InfiniteTimeSpan;
            }
        }

        if (!_isWatching || _patienceFactor != _pace.Factor)
        {
            _isWatching = true;
            _patienceFactor = _pace.Factor;
            var range = _settings.UpperElectionTimeout - _settings.LowerElectionTimeout;
            _patience = (_settings.LowerElectionTimeout + (range * Random.Shared.NextDouble())) * _patienceFactor;
        }

        var left = _patience - Stopwatch.GetElapsedTime(heardAt);
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        // From now on DotNext's timer runs again (DotNext starts it itself after it has taken entries); and this member stands at once, if nothing came
        // by Raft meanwhile either, and it did not give its vote.
        if (Interlocked.CompareExchange(ref _heardAt, 0, heardAt) == heardAt
            && !_log.IsTaking
            && FollowerTimer.TryStart(_node)
            && !_driver.IsHung()
            && !ElectionTimeouts.HasHeardLeader(_node, _patience)
            && _node.AuditTrail.Term == Volatile.Read(ref _heardTerm))
        {
            _ = StandAsync();
        }

        return TimeSpan.Zero;
    }

    private async Task ResignAsync(TimeSpan busyFor)
    {
        try
        {
            var hasResigned = await Task.Run(async () => await _node.ResignLocallyAsync(CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
            if (hasResigned && _report.IsCompleted)
            {
                // What hangs may be the log: then nobody waits for this, and one such report is enough.
                _report = Task.Run(() => _logger.GaveUpHung(busyFor));
            }
        }
        catch (Exception)
        {
            // The node is being closed, or has failed, which RaftHealth reports.
        }
    }

    private async Task StandAsync()
    {
        try
        {
            await Task.Run(_node.StandAsync).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The node is being closed, or has failed, which RaftHealth reports.
        }
    }
}
