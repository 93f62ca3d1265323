using Failover.Consensus;
using Failover.Coordination;
using Failover.Diagnostics;
using Failover.Elections;
using Failover.Hosting.Operations;
using Failover.Sessions;
using Failover.Transport;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting.Driver;

/// <summary>
/// Joins the pure core with the log and the cluster port: one thread takes what happened from the inbox, steps the member
/// session and the coordinator, and does what they want done.
/// </summary>
/// <remarks>
/// The driver's duties:
/// <list type="number">
/// <item>Everything the core sees comes through the inbox, one input at a time, with the time at which it is taken.</item>
/// <item>An applied entry reaches the core before the news that its proposal was applied, and before the news that this
/// member coordinates in a later Raft term.</item>
/// <item>Outputs are done in the order in which they were given. None of them waits.</item>
/// <item>Applications are told that a leadership ended before anything that may come after it, and of a new leader before
/// the leadership that makes this member it.</item>
/// <item>The thread is the driver's own: a starved thread pool delays no decision, and the lease is watched elsewhere.</item>
/// </list>
/// </remarks>
internal sealed partial class MemberDriver : IMemberDriver, IReplicatedLogObserver
{
    private readonly DriverSettings _settings;
    private readonly IClusterPort _port;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FailoverMetrics _metrics;
    private readonly LeaseWatchdog _watchdog;
    private readonly ClusterFeed _feed;
    private readonly PolicyDesk _policies;
    private readonly Inbox _inbox = new();
    private readonly ChannelTable _channels;
    private readonly MemberSession _session;
    private readonly Coordinator _coordinator;
    private readonly Dictionary<string, IElectionObserver> _observers = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private IReplicatedLog _log = null!;
    private ClusterState _state = ClusterState.Initial;
    private long _busySince;

    public MemberDriver(
        DriverSettings settings,
        IClusterPort port,
        TimeProvider time,
        LeaseWatchdog watchdog,
        FailoverMetrics metrics,
        ClusterFeed feed,
        PolicyDesk policies,
        ILogger logger)
    {
        _settings = settings;
        _port = port;
        _time = time;
        _watchdog = watchdog;
        _feed = feed;
        _policies = policies;
        _metrics = metrics;
        _logger = logger;
        _channels = new ChannelTable(_inbox);
        _session = new MemberSession(settings.Session);
        _coordinator = new Coordinator(settings.Coordinator);
        foreach (var enrolment in settings.Session.Enrolments)
        {
            _configuredPolicies[enrolment.Election] = enrolment.Policy;
            _policiesToCompare.Add(enrolment.Election);
        }

        StateMachine = new ClusterStateMachine(OnApplied, bytes => _inbox.Post(_ => _metrics.SnapshotSized(bytes)));
        _thread = new Thread(Run) { Name = $"Failover {settings.Session.Member}", IsBackground = true };
    }

    /// <summary>What the log is applied to.</summary>
    public ClusterStateMachine StateMachine { get; }

    /// <summary>Completes when everything is released and the coordinator knows that this session is over.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Is called, once, when this process can not go on: it must stop acting and end.</summary>
    public Action<Exception>? Failed { get; set; }

    /// <summary>The member that is known to coordinate, or null. Any thread may read it.</summary>
    public string? Coordinator { get; private set; }

    /// <inheritdoc />
    public TimeSpan? BusySince => Volatile.Read(ref _busySince) is not 0 and var since ? new TimeSpan(since) : null;

    private TimeSpan Now => _time.GetElapsedTime(0);

    /// <summary>Tells an application-side observer of its election. Before <see cref="Start"/>.</summary>
    public void Observe(string election, IElectionObserver observer) => _observers.Add(election, observer);

    public void Start(IReplicatedLog log)
    {
        _log = log;
        _thread.Start();
        _ = AcceptAsync();
        _ = WatchListenerAsync();
    }

    /// <summary>Releases every leadership and says goodbye; see <see cref="Stopped"/>.</summary>
    public void Stop() => _inbox.Post(_session.Stop);

    /// <summary>Completes when everything that had been posted when this was called is done.</summary>
    public Task SettleAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _inbox.Post(_ => done.TrySetResult()) ? done.Task : Task.CompletedTask;
    }

    /// <summary>Ends the loop. Nothing is acted on any more.</summary>
    public async Task CloseAsync()
    {
        _inbox.Post(now => _session.Abandon("the driver closed", now));
        _inbox.Close();
        await Task.Run(_thread.Join);
    }

    public void OnBecameCoordinator(long raftTerm) => _inbox.Post(now =>
    {
        _logger.BecameCoordinator(raftTerm);
        _coordinator.Became(raftTerm, _state, now, _session.LostSince);
    });

    public void OnCeasedCoordinator(long raftTerm) => _inbox.Post(_ =>
    {
        if (_coordinator.IsLeading)
        {
            _logger.CeasedCoordinator(raftTerm);
            _coordinator.Ceased("this member no longer coordinates");
        }
    });

    public void OnStored(long raftTerm, long index) => _inbox.Post(_ => _coordinator.Stored(raftTerm, index));

    public void OnCoordinatorChanged(string? member) => _inbox.Post(now =>
    {
        Coordinator = member;
        _feed.Signal();
        _metrics.CoordinatorChanged();
        TraceCoordinator(member);
        _session.CoordinatorIs(member, now);
    });

    public void OnFailed(Exception error) => _inbox.Post(now => Fail(error, now));

    private void Run()
    {
        List<Action<TimeSpan>> inputs = [];
        while (_inbox.Take(inputs, UntilWake()))
        {
            foreach (var input in inputs)
            {
                input(Begin());
                DoOutputs();
            }

            inputs.Clear();
            Tick();
            PlanHeartbeats();
            Volatile.Write(ref _busySince, 0);
        }

        SetHeartbeat(null);
        _channels.CloseAll();
        _stopped.TrySetResult();
    }

    /// <summary>The time at which the next thing is done.</summary>
    private TimeSpan Begin()
    {
        var now = Now;
        Volatile.Write(ref _busySince, now.Ticks);
        return now;
    }

    private void Tick()
    {
        var now = Begin();
        _session.Tick(now);
        DoOutputs();
        if (_coordinator.WakeAt is { } at && at <= now)
        {
            _coordinator.Tick(now);
            DoOutputs();
        }
    }

    private TimeSpan? UntilWake()
    {
        var at = (_session.WakeAt, _coordinator.WakeAt) switch
        {
            (null, var only) => only,
            (var only, null) => only,
            ({ } session, { } coordinator) => session < coordinator ? session : coordinator,
        };
        return at - Now;
    }

    /// <summary>Called by the log; the only thing done there is to enqueue.</summary>
    private void OnApplied(ClusterState state, IReadOnlyList<ClusterEvent>? events) => _inbox.Post(now =>
    {
        var before = _state;
        _state = state;

        // Who is told of a change may look at once.
        _feed.State = state;
        Report(events ?? []);
        _session.Applied(state, events, now);
        TellApplications(before, events);
        _coordinator.Applied(state, events ?? [], now);

        _feed.Signal();
        CompleteAnswers(events ?? []);
    });

    private async Task AcceptAsync()
    {
        await foreach (var channel in _port.AcceptedSessions.ReadAllAsync())
        {
            _inbox.Post(_ => _channels.Add(channel, OnMemberMessage, OnMemberGone));
        }
    }

    private void OnMemberMessage(int number, SessionMessage message, TimeSpan now)
    {
        var channel = _channels.Find(number);
        if (channel is not null)
        {
            NoteHeard(channel.Remote.Member, now);
        }

        if (message is SessionMessage.Hello hello && channel is not null)
        {
            var claimed = new PeerIdentity(hello.Session.Id.Member, hello.Session.Process);
            if (claimed != channel.Remote)
            {
                _logger.GreetingMismatch(channel.Remote.Member, claimed.Member);
                _channels.Close(number);
                return;
            }
        }

        _coordinator.Received(number, message, now);
    }

    private void OnMemberGone(int number, string reason, string member, TimeSpan now)
    {
        if (_coordinator.IsLeading)
        {
            _logger.MemberDisconnected(member, reason);
        }

        _coordinator.Disconnected(number, now);
    }

    /// <summary>Rule 6: without a listener this member would look crashed, so it must not act.</summary>
    private async Task WatchListenerAsync()
    {
        var error = await _port.ListenerFailed;
        OnFailed(error);
    }

    private void Fail(Exception error, TimeSpan now)
    {
        _logger.MemberFailed(error);
        _session.Abandon("the member failed", now);
        var failed = Failed;
        Failed = null;
        failed?.Invoke(error);
    }
}
