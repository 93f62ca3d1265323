using System.Net;
using System.Threading.Channels;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus;

/// <summary>Turns what DotNext says about leaders into the observer's events, in order.</summary>
internal sealed class LeadershipWatcher : IAsyncDisposable
{
    private const int FirstRounds = 3;

    private readonly RaftNode _node;
    private readonly IReplicatedLogObserver _observer;
    private readonly IReadOnlyDictionary<EndPoint, string> _names;
    private readonly string _self;
    private readonly Channel<Notice> _notices = Channel.CreateUnbounded<Notice>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;
    private volatile HeldLeadership? _held;
    private volatile SeenLeader? _seen;
    private string? _coordinator;
    private long _changes;

    public LeadershipWatcher(RaftNode node, ConsensusSettings settings, IReplicatedLogObserver observer)
    {
        _node = node;
        _observer = observer;
        _self = settings.Self;
        _names = settings.Members.ToDictionary(member => member.Value, member => member.Key);
        _node.LeaderChanged += OnLeaderChanged;
        _loop = RunAsync();
    }

    /// <summary>What this member holds now and was announced, or null. Its token says whether it has just ended.</summary>
    public HeldLeadership? Held => _held;

    /// <summary>The Raft term of the last leader that was seen, if it was that member; or null.</summary>
    public long? RaftTermOf(string member) => _seen is { } seen && _names.GetValueOrDefault(seen.Address) == member ? seen.RaftTerm : null;

    /// <summary>Completes when the observer has been told of everything that had happened when this was called.</summary>
    public Task SettleAsync()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _notices.Writer.TryWrite(new Notice.Settle(told)) ? told.Task : Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _node.LeaderChanged -= OnLeaderChanged;
        await _stopping.CancelAsync().ConfigureAwait(false);
        _notices.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        if (_held is { } held)
        {
            End(held.RaftTerm);
        }

        _stopping.Dispose();
    }

    // DotNext calls this under the lock that every change of the Raft term takes: so the term read here is the leader's,
    // and nothing but a note may be made.
    private void OnLeaderChanged(RaftCluster<RaftClusterMember> node, RaftClusterMember? leader)
    {
        var change = Interlocked.Increment(ref _changes);
        var isSelf = leader is { IsRemote: false };
        if (leader is not null)
        {
            _seen = new SeenLeader(leader.EndPoint, node.AuditTrail.Term);
        }

        _notices.Writer.TryWrite(new Notice.LeaderSeen(change, leader?.EndPoint, isSelf ? node.AuditTrail.Term : null));
    }

    private async Task RunAsync()
    {
        await foreach (var notice in _notices.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            switch (notice)
            {
                case Notice.LeaderSeen seen:
                    Announce(seen.Leader is { } address ? _names.GetValueOrDefault(address) : null);
                    if (seen.OwnTerm is { } term)
                    {
                        _ = AwaitReadinessAsync(seen.Change, term);
                    }

                    break;
                case Notice.Ready ready when ready.Change == Interlocked.Read(ref _changes) && !ready.Held.Ended.IsCancellationRequested:
                    Begin(ready.Held);
                    break;
                case Notice.Ended ended when _held?.RaftTerm == ended.RaftTerm:
                    End(ended.RaftTerm);
                    break;
                case Notice.Settle settle:
                    settle.Told.TrySetResult();
                    break;
            }
        }
    }

    // Completes when DotNext has applied everything up to the first entry of this leadership.
    private async Task AwaitReadinessAsync(long change, long raftTerm)
    {
        try
        {
            var ready = _node.WaitForLeadershipAsync(_stopping.Token);
            _ = HastenAsync(ready);
            var ended = await ready.ConfigureAwait(false);
            _notices.Writer.TryWrite(new Notice.Ready(change, new HeldLeadership(raftTerm, ended)));
        }
        catch (Exception)
        {
            // The leadership, or the node, is over: LeaderChanged or the health check has it.
        }
    }

    /// <summary>
    /// DotNext 6.12 sends the first entry of a leadership with the second round or the third, once the followers have said where their logs end;
    /// each would be a heartbeat later.
    /// </summary>
    private async Task HastenAsync(Task ready)
    {
        try
        {
            for (var round = 0; round < FirstRounds && !ready.IsCompleted; round++)
            {
                await RaftLog.WholeRoundAsync(() => _node.ForceReplicationAsync(_stopping.Token), () => !ready.IsCompleted).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The leadership is over, or the heartbeats do it.
        }
    }

    private void Begin(HeldLeadership held)
    {
        _held = held;
        Announce(_self);
        _observer.OnBecameCoordinator(held.RaftTerm);
        held.Ended.UnsafeRegister(_ => _notices.Writer.TryWrite(new Notice.Ended(held.RaftTerm)), null);
    }

    private void End(long raftTerm)
    {
        _held = null;
        _observer.OnCeasedCoordinator(raftTerm);
        if (_coordinator == _self)
        {
            // DotNext goes on naming the old leader until it hears of a new one.
            Announce(null);
        }
    }

    private void Announce(string? coordinator)
    {
        if (_coordinator != coordinator)
        {
            _coordinator = coordinator;
            _observer.OnCoordinatorChanged(coordinator);
        }
    }

    private sealed record SeenLeader(EndPoint Address, long RaftTerm);

    private abstract record Notice
    {
        public sealed record LeaderSeen(long Change, EndPoint? Leader, long? OwnTerm) : Notice;

        public sealed record Ready(long Change, HeldLeadership Held) : Notice;

        public sealed record Ended(long RaftTerm) : Notice;

        public sealed record Settle(TaskCompletionSource Told) : Notice;
    }
}
