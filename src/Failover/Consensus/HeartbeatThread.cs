using System.Diagnostics;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus;

/// <summary>
/// Sends this member's heartbeats while it leads, twice in every shorter election time-out, and misses the leader's while it follows (decision 21). It is
/// a thread of its own, so that neither a starved thread pool nor a long decision of the driver makes a coordinator look lost.
/// </summary>
/// <remarks>
/// Where heartbeats are rounds of Raft, DotNext's own timers miss them, as ever. Each other one stops those timers, and is missed here.
/// Thread-safe.
/// </remarks>
internal sealed class HeartbeatThread : IDisposable
{
    private readonly RaftNode _node;
    private readonly ConsensusSettings _settings;
    private readonly RaftPace _pace;
    private readonly Func<bool> _hasFailed;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _thread;
    private Heartbeat? _heartbeat;
    private long _sentAt;
    private long _heardAt;
    private TimeSpan _patience;
    private volatile bool _isWatching;
    private volatile bool _isClosing;

    /// <summary>Starts the thread.</summary>
    /// <param name="node">Leads, or follows.</param>
    /// <param name="settings">Have the election time-outs.</param>
    /// <param name="pace">By how much those are multiplied now.</param>
    /// <param name="hasFailed">Whether this member must not send anything any more.</param>
    public HeartbeatThread(RaftNode node, ConsensusSettings settings, RaftPace pace, Func<bool> hasFailed)
    {
        _node = node;
        _settings = settings;
        _pace = pace;
        _hasFailed = hasFailed;
        _node.LeaderChanged += OnLeaderChanged;
        _thread = new Thread(Run) { IsBackground = true, Name = "Failover heartbeats", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>How heartbeats are sent from now on in that Raft term; null for rounds of Raft.</summary>
    public void Send(Heartbeat? heartbeat) => Volatile.Write(ref _heartbeat, heartbeat);

    /// <summary>One was sent to all just now.</summary>
    public void Sent() => Volatile.Write(ref _sentAt, Stopwatch.GetTimestamp());

    /// <summary>A heartbeat of the leader in this member's Raft term came, other than by Raft.</summary>
    public void Heard()
    {
        // First it is watched for the next one, then DotNext is kept from doing so.
        Volatile.Write(ref _heardAt, Stopwatch.GetTimestamp());
        if (!_isWatching)
        {
            _wake.Set();
        }

        ElectionTimeouts.HearLeader(_node);
        FollowerTimer.TryStop(_node);
    }

    public void Dispose()
    {
        _node.LeaderChanged -= OnLeaderChanged;
        _isClosing = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
    }

    // DotNext calls this under its own lock: nothing but a note may be made.
    private void OnLeaderChanged(RaftCluster<RaftClusterMember> node, RaftClusterMember? leader) => _wake.Set();

    private void Run()
    {
        while (!_isClosing)
        {
            _wake.WaitOne((_hasFailed() ? null : Beat()) ?? Watch());
        }
    }

    /// <summary>Sends a heartbeat if it is time to, and this member leads.</summary>
    /// <returns>When the next one is due; null where this member does not lead.</returns>
    private TimeSpan? Beat()
    {
        var interval = _settings.HeartbeatInterval;
        if (Volatile.Read(ref _heartbeat) is { } heartbeat && _node.LeadsIn(heartbeat.RaftTerm))
        {
            var left = interval - Stopwatch.GetElapsedTime(Volatile.Read(ref _sentAt));
            if (left > TimeSpan.Zero)
            {
                return left;
            }

            Sent();
            heartbeat.Send();
        }
        else if (!_node.TryBeginRound())
        {
            return null;
        }

        // What it heard as a follower is over.
        Volatile.Write(ref _heardAt, 0);
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

        if (!_isWatching)
        {
            _isWatching = true;
            var range = _settings.UpperElectionTimeout - _settings.LowerElectionTimeout;
            _patience = (_settings.LowerElectionTimeout + (range * Random.Shared.NextDouble())) * _pace.Factor;
        }

        var left = _patience - Stopwatch.GetElapsedTime(heardAt);
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        // From now on DotNext's timer runs again; and this member stands at once, if nothing came by Raft meanwhile either.
        Interlocked.CompareExchange(ref _heardAt, 0, heardAt);
        if (FollowerTimer.TryStart(_node) && !ElectionTimeouts.HasHeardLeader(_node, _patience))
        {
            _ = Task.Run(_node.StandAsync);
        }

        return TimeSpan.Zero;
    }
}
