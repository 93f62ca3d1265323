using Failover.Simulation.Engine;

namespace Failover.Simulation.Model;

/// <summary>
/// One life of a member: the driver's loop around the real core. It can be paused, when what arrives waits, and it can die at any
/// step.
/// </summary>
internal sealed partial class MemberProcess
{
    private readonly Queue<Action<TimeSpan>> _backlog = [];
    private readonly SortedDictionary<int, ChannelEnd> _channels = [];
    private readonly Application _application;
    private int _lastChannel;
    private int _pauses;
    private bool _isCatchingUp;
    private long _wakeAt = long.MaxValue;

    public MemberProcess(World world, Host host, Guid id)
    {
        World = world;
        Host = host;
        Id = id;
        Session = new MemberSession(world.SessionSettings(host, id));
        Coordinator = new Coordinator(world.CoordinatorSettings(host));
        Held = new HeldView(this);
        _application = new Application(this, new Prng(world.Random.Next()));
    }

    public World World { get; }

    public Host Host { get; }

    /// <summary>The random id of this process.</summary>
    public Guid Id { get; }

    public MemberSession Session { get; }

    public Coordinator Coordinator { get; }

    public ClusterState State { get; private set; } = ClusterState.Initial;

    /// <summary>What this process may act on.</summary>
    public HeldView Held { get; }

    public bool IsAlive { get; private set; } = true;

    public bool IsPaused => _pauses > 0;

    public bool IsListening { get; private set; } = true;

    /// <summary>After how many more outputs the process dies; null for not at all.</summary>
    public int? CrashAfterOutputs { get; set; }

    /// <summary>The process whose message was taken last.</summary>
    public MemberProcess? LastHeardFrom { get; private set; }

    public TimeSpan Now => Host.Clock.Read(World.Agenda.Now);

    /// <summary>The latest Raft term that this member knows of.</summary>
    private long RaftTerm => Host.Raft?.Term ?? 0;

    /// <summary>Hands an input to the loop: at once, or when the process goes on.</summary>
    public void Post(Action<TimeSpan> input)
    {
        if (!IsAlive)
        {
            return;
        }

        if (IsPaused)
        {
            _backlog.Enqueue(input);
            return;
        }

        Take(input);
        if (!_isCatchingUp)
        {
            Tick();
        }
    }

    /// <summary>Runs something of this process that is not its loop: at once, or when the process goes on.</summary>
    public void Run(Action action)
    {
        if (IsPaused)
        {
            _backlog.Enqueue(_ => action());
        }
        else if (IsAlive)
        {
            action();
        }
    }

    public void After(long delay, Action<TimeSpan> input) => World.Agenda.After(delay, () => Post(input));

    public void Pause() => _pauses++;

    /// <summary>Goes on, first with what waited: as the driver does, without a look at the clock in between.</summary>
    public void Resume()
    {
        if (--_pauses > 0 || !IsAlive)
        {
            return;
        }

        _isCatchingUp = true;
        while (IsAlive && _backlog.TryDequeue(out var input))
        {
            Take(input);
        }

        _isCatchingUp = false;
        Tick();
    }

    /// <summary>The process ends without a word; what the kernel says for it is up to the caller.</summary>
    public void Die(bool silently)
    {
        if (!IsAlive)
        {
            return;
        }

        IsAlive = false;
        World.Trace.Line($"{Host.Member}: process dies{(silently ? " with its machine" : "")}");
        Host.Process = null;
        Host.Raft?.Stop();
        foreach (var channel in _channels.Values.ToArray())
        {
            if (silently)
            {
                channel.Vanish();
            }
            else
            {
                channel.Close();
            }
        }

        _channels.Clear();
    }

    /// <summary>Rule 6: a member whose listener fails ends its session, and then the process; the address refuses only after that.</summary>
    public void FailListener() => Post(now =>
    {
        World.Trace.Line($"{Host.Member}: listener fails");
        Session.Abandon("the listener failed", now);
        DoOutputs();
        IsListening = false;
        After(5_000, _ => Die(silently: false));
    });

    /// <summary>Stops as a host does at shutdown: hands over, says goodbye, and ends in any case after a while.</summary>
    public void Shutdown()
    {
        Post(now => Session.Stop(now));
        After(5_000_000, now =>
        {
            World.Coverage.Mark("shutdown timed out");
            Session.Abandon("the shutdown took too long", now);
            DoOutputs();
            Die(silently: false);
        });
    }

    public void BecameCoordinator(long raftTerm) => Post(now =>
    {
        World.Trace.Line($"{Host.Member}: coordinates in Raft term {raftTerm}");
        Coordinator.Became(raftTerm, State, now, Session.LostSince);
    });

    public void CeasedCoordinator() => Post(_ =>
    {
        if (Coordinator.IsLeading)
        {
            World.Trace.Line($"{Host.Member}: coordinates no longer");
            Coordinator.Ceased("this member no longer coordinates");
        }
    });

    public void Stored(long raftTerm, long index) => Post(_ => Coordinator.Stored(raftTerm, index));

    public void CoordinatorChanged(string? member) => Post(now => Session.CoordinatorIs(member, now));

    private void Applied(ClusterState state, IReadOnlyList<ClusterEvent>? events) => Post(now =>
    {
        State = state;
        Session.Applied(state, events, now);
        DoOutputs();
        Coordinator.Applied(state, events ?? [], now);
    });

    public ChannelEnd AddChannel(bool isDialled)
    {
        var end = new ChannelEnd(this, ++_lastChannel, isDialled);
        _channels.Add(end.Number, end);
        return end;
    }

    /// <summary>Breaks every channel, as a router that forgets its connections does.</summary>
    public void BreakChannels()
    {
        foreach (var channel in _channels.Values.ToArray())
        {
            channel.Other.Break();
            channel.Break();
        }
    }

    public void Received(ChannelEnd channel, SessionMessage message) => Post(now =>
    {
        if (!_channels.ContainsKey(channel.Number))
        {
            return;
        }

        LastHeardFrom = channel.Other.Process;
        if (channel.IsDialled && message is SessionMessage.Heartbeat beat)
        {
            if (RaftTerm == beat.RaftTerm)
            {
                Send(channel.Number, new SessionMessage.Heard(beat.RaftTerm, beat.Question, State.Index));
            }

            return;
        }

        if (message is not (SessionMessage.Renew or SessionMessage.Confirmed or SessionMessage.Heard))
        {
            World.Trace.Line($"{Host.Member} <- {channel.Other.Process.Host.Member}: {message}");
        }

        if (channel.IsDialled)
        {
            Session.Received(channel.Number, message, now);
        }
        else
        {
            Coordinator.Received(channel.Number, message, now);
        }
    });

    public void ChannelClosed(ChannelEnd channel) => Post(now =>
    {
        _channels.Remove(channel.Number);
        if (channel.IsDialled)
        {
            Session.ChannelClosed(channel.Number, now);
        }
        else
        {
            Coordinator.Disconnected(channel.Number, now);
        }
    });

    public void RecoverApplication() => Post(_ => _application.Recover());

    private void Take(Action<TimeSpan> input)
    {
        input(Now);
        DoOutputs();
    }

    private void Tick()
    {
        if (!IsAlive)
        {
            return;
        }

        var now = Now;
        Session.Tick(now);
        DoOutputs();
        if (IsAlive && Coordinator.WakeAt <= now)
        {
            Coordinator.Tick(now);
            DoOutputs();
        }

        PlanWake();
    }

    private void PlanWake()
    {
        var wake = (Session.WakeAt, Coordinator.WakeAt) switch
        {
            (null, null) => (TimeSpan?)null,
            (null, { } only) => only,
            ({ } only, null) => only,
            ({ } session, { } coordinator) => session < coordinator ? session : coordinator,
        };
        if (!IsAlive || wake is null)
        {
            return;
        }

        var at = Math.Max(Host.Clock.WhenShows(wake.Value), World.Agenda.Now + 1);
        if (at < _wakeAt)
        {
            _wakeAt = at;
            World.Agenda.At(at, () => Wake(at));
        }
    }

    private void Wake(long at)
    {
        if (at == _wakeAt)
        {
            _wakeAt = long.MaxValue;
            Post(static _ => { });
        }
    }
}
