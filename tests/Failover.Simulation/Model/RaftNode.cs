namespace Failover.Simulation.Model;

/// <summary>
/// One member's Raft, modelled: votes, terms, replication, commits, snapshots. What is durable survives a crash, the rest does not.
/// </summary>
/// <param name="group">The cluster it is part of.</param>
/// <param name="self">Its place.</param>
internal sealed partial class RaftNode(RaftGroup group, int self)
{
    private const long LowerTimeout = 150_000;
    private const long UpperTimeout = 300_000;
    private readonly List<RaftEntry> _log = [];
    private Role _role;
    private long _heardAt = long.MinValue / 2;
    private long _deadline;
    private int _leader = -1;
    private string? _told;
    private (long Index, byte[] State)? _snapshot;
    private IRaftProcess? _process;

    private enum Role
    {
        Follower,
        Candidate,
        Leader,
    }

    public int Self => self;

    public long Term { get; private set; }

    public bool IsLeader => _role == Role.Leader && _process is not null;

    public long CommitIndex { get; private set; }

    /// <summary>The last entry that the state machine has taken.</summary>
    public long AppliedIndex { get; private set; }

    private long LastTerm => _log.Count == 0 ? 0 : _log[^1].Term;

    private bool IsUp => _process is { IsAlive: true };

    private int Quorum => (group.Members / 2) + 1;

    /// <summary>A process of this member starts: with its log, and its state as of the last snapshot.</summary>
    public void Start(IRaftProcess process)
    {
        _process = process;
        _role = Role.Follower;
        _leader = -1;
        _told = null;
        _leaderStored = null;
        _heardAt = long.MinValue / 2;
        _leaderlessSince = group.Agenda.Now;
        CommitIndex = AppliedIndex = 0;
        if (_snapshot is { } snapshot)
        {
            RestoreState(snapshot.Index, snapshot.State);
        }

        ResetDeadline();
        Watch(process);
    }

    /// <summary>The process is gone: what was not durable is forgotten.</summary>
    public void Stop()
    {
        _process = null;
        _role = Role.Follower;
        _pending.Clear();
        _barriers.Clear();
    }

    private void ResetDeadline()
    {
        _question++;
        _deadline = group.Agenda.Now + group.Random.Between(LowerTimeout, UpperTimeout);
    }

    private void Watch(IRaftProcess process)
    {
        if (_process != process)
        {
            return;
        }

        if (group.Agenda.Now >= _deadline && !process.IsPaused)
        {
            if (_role == Role.Leader)
            {
                ResetDeadline();
                LookForQuorum();
            }
            else if (group.AsksFirst)
            {
                AskFirst();
            }
            else
            {
                Campaign();
            }
        }

        group.Agenda.At(Math.Max(_deadline, group.Agenda.Now + 10_000), () => Watch(process));
    }

    /// <summary>A higher term: whatever this member was, it is a follower now.</summary>
    private void Adopt(long term)
    {
        Term = term;
        _question++;
        _votedFor = -1;
        StepDown();
    }

    private void StepDown()
    {
        var led = _role == Role.Leader;
        _role = Role.Follower;
        if (led)
        {
            FailPending();
            _process?.CeasedCoordinator();
            Follow(-1);
            ResetDeadline();
        }
    }

    /// <summary>Notes who leads, and tells the process.</summary>
    private void Follow(int leader)
    {
        if (leader >= 0 || _leader >= 0)
        {
            _leaderlessSince = group.Agenda.Now;
        }

        _leader = leader;
        var name = leader < 0 ? null : RaftGroup.NameOf(leader);
        if (name != _told)
        {
            _told = name;
            _process?.CoordinatorChanged(name);
        }
    }

    /// <summary>Sends something to another node: lost behind a cut and at a dead process, late at a paused one.</summary>
    private void Tell(RaftNode other, Action<RaftNode> message)
    {
        if (!group.Network.Reaches(self, other.Self))
        {
            return;
        }

        group.Agenda.After(group.Network.Delay(self, other.Self), () =>
        {
            if (group.Network.Reaches(self, other.Self) && other.IsUp)
            {
                other._process!.Run(() => message(other));
            }
        });
    }
}
