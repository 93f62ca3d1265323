using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using Comparison.Faults;
using Comparison.Measuring;
using Comparison.Modes;
using TaskDispatch.Cluster;
using TaskDispatch.Records;

namespace Comparison.Columns;

/// <summary>One cluster under one mode, with its work, its faults and all that is measured of it. Safe to use from any thread.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Column : IAsyncDisposable
{
    private const int Members = 3;
    private const int MaxHappenings = 60;

    /// <summary>More patient than the defaults, for up to nine processes and a browser on one small machine; the same in every column.</summary>
    private static readonly string[] Timings =
    [
        "--Failover:LeaseDuration=00:00:03",
        "--Failover:ElectionTimeoutLower=00:00:00.400",
        "--Failover:ElectionTimeoutUpper=00:00:00.500",
        "--Failover:RequestTimeout=00:00:00.130",
        "--Failover:ConnectTimeout=00:00:00.130",
    ];

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, string> _notes = new();
    private readonly ConcurrentDictionary<string, ProcessLife> _lives = new();
    private readonly ConcurrentQueue<Happening> _happenings = new();
    private readonly RecordFollower _records;
    private readonly ClusterClient _client;
    private readonly Workload _workload;
    private readonly long _began = BootClock.NowNanoseconds;
    private TaskFeed? _feed;
    private Task _watching = Task.CompletedTask;
    private LedSpan? _lastTold;
    private long _watchedAt = BootClock.NowNanoseconds;
    private long _mostLateNanoseconds;
    private GoodOrder? _order;
    private long _doneBefore;

    public Column(PromotionMode mode, Workload workload)
    {
        Mode = mode;
        _workload = workload;
        Cluster = new DispatchCluster(Members, Links, [$"--Failover:ClusterId={mode.Key}", .. Timings, .. mode.Settings]);
        _records = new RecordFollower(Cluster.RecordDirectory);
        _client = new ClusterClient(Cluster, name => Note(name) is not ("frozen" or "cut off" or "down"));
        Faults = new FaultInjector(this);
    }

    public PromotionMode Mode { get; }

    public LinkTable Links { get; } = new();

    public DispatchCluster Cluster { get; }

    public LeadershipLedger Ledger { get; } = new();

    public WorkLog Work { get; } = new();

    public FaultInjector Faults { get; }

    /// <summary>The newest status that the cluster gave of itself; null before the first.</summary>
    public JsonElement? Status { get; private set; }

    /// <summary>The promotion request that is open as far as known, or null.</summary>
    public OpenRequest? Request { get; private set; }

    /// <summary>The last count of the work; null before the first.</summary>
    public WorkCount? Counted { get; private set; }

    /// <summary>How many tasks were done since the counters began, as of the last sample.</summary>
    public long Done => (Counted?.Counts.Done ?? 0) - _doneBefore;

    /// <summary>How late this process woke at worst since it was last asked: so busy was the machine.</summary>
    public TimeSpan TakeMostLate() => TimeSpan.FromMicroseconds(Interlocked.Exchange(ref _mostLateNanoseconds, 0) / 1e3);

    /// <summary>What happened, oldest first.</summary>
    public IEnumerable<Happening> Happenings => _happenings;

    /// <summary>For how long the cluster has been in good order without any change; zero while it is not.</summary>
    public TimeSpan CalmFor => _order is { } order ? TimeSpan.FromMicroseconds((BootClock.NowNanoseconds - order.Since) / 1e3) : TimeSpan.Zero;

    /// <summary>How much of the processors its members have used; of those that run.</summary>
    public TimeSpan ProcessorTime => TimeSpan.FromTicks(Cluster.Running.Sum(name => ProcessorTimeOf(Cluster.Member(name).Id).Ticks));

    /// <summary>From when on what happens counts.</summary>
    public long CountedFrom { get; private set; }

    /// <summary>The present leadership, or null.</summary>
    public LedSpan? Leader => Ledger.Spans() is [.., { Ended: null } last] ? last : null;

    /// <summary>Starts the processes, and waits until the cluster is in good order.</summary>
    /// <exception cref="DispatchClusterException">A member has ended, or it takes too long.</exception>
    public async Task StartAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        await Cluster.Store.InitializeAsync(cancellationToken);
        Directory.CreateDirectory(Cluster.RecordDirectory);
        foreach (var name in Cluster.Names)
        {
            Start(name);
        }

        Say("three members are started");
        _watching = Task.WhenAll(RepeatAsync(WatchInterval, WatchAsync), RepeatAsync(SampleInterval, SampleAsync), RepeatAsync(SampleInterval, AskAsync));
        using var timer = new PeriodicTimer(WatchInterval);
        var deadline = BootClock.NowNanoseconds + patience.TotalNanoseconds;
        while (_order is null)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            Cluster.EnsureNobodyEnded();
            if (BootClock.NowNanoseconds > deadline)
            {
                throw new DispatchClusterException($"The cluster '{Mode.Title}' has no leader, or not all its members, after {patience.TotalSeconds} s.{Cluster.DescribeLastLines()}");
            }
        }
    }

    /// <summary>Lets clients bring work.</summary>
    public void StartWork()
    {
        _feed = new TaskFeed(Cluster.Store, _workload.TasksPerSecond, _workload.HashRounds);
        _feed.Start();
    }

    /// <summary>Forgets what has happened so far.</summary>
    public void StartCounters()
    {
        CountedFrom = BootClock.NowNanoseconds;
        Work.Forget(CountedFrom);
        _doneBefore = Done;
        Say("the counters begin");
    }

    /// <summary>Stops the clients, and waits until all acknowledged work is done, or that takes too long.</summary>
    public Task<TaskVerdict> FinishWorkAsync(TimeSpan patience) => _feed!.FinishAsync(patience);

    /// <summary>Starts a member, also again after it ended.</summary>
    public void Start(string name)
    {
        Cluster.Start(name);
        var process = Cluster.Member(name);
        var life = new ProcessLife(name, process.Id);
        _lives[name] = life;
        _ = NoteEndAsync();

        async Task NoteEndAsync()
        {
            await process.Exited;
            Ledger.Gone(life, BootClock.NowNanoseconds);
        }
    }

    /// <summary>The present process of a member, or its last.</summary>
    public ProcessLife Life(string name) => _lives[name];

    /// <summary>What was done to a member; null when nothing is.</summary>
    public string? Note(string name) => _notes.GetValueOrDefault(name);

    public void Note(string name, string? note)
    {
        if (note is null)
        {
            _notes.TryRemove(name, out _);
        }
        else
        {
            _notes[name] = note;
        }
    }

    /// <summary>Adds to the story.</summary>
    public void Say(string text)
    {
        _happenings.Enqueue(new Happening((BootClock.NowNanoseconds - _began) / 1e9, text));
        while (_happenings.Count > MaxHappenings)
        {
            _happenings.TryDequeue(out _);
        }
    }

    /// <summary>Gives an operator's word to the cluster.</summary>
    public async Task<Decision> DecideAsync(string verb, long request, int revision, string reason, CancellationToken cancellationToken)
    {
        var decision = await _client.DecideAsync(verb, request, revision, reason, cancellationToken);
        Say($"the operator says {verb}: {decision.Message}");
        return decision;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        if (_feed is not null)
        {
            await _feed.DisposeAsync();
        }

        _client.Dispose();
        await Cluster.DisposeAsync();
        _stop.Dispose();
    }

    private static TimeSpan ProcessorTimeOf(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return found.TotalProcessorTime;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // It has just ended.
            return TimeSpan.Zero;
        }
    }

    private Task WatchAsync(CancellationToken cancellationToken)
    {
        var now = BootClock.NowNanoseconds;
        var late = now - _watchedAt - (long)WatchInterval.TotalNanoseconds;
        _watchedAt = now;
        if (late > Interlocked.Read(ref _mostLateNanoseconds))
        {
            Interlocked.Exchange(ref _mostLateNanoseconds, late);
        }

        Ledger.Add(_records.ReadNew());
        var leader = Leader;
        if (leader?.Term != _lastTold?.Term || leader?.Life != _lastTold?.Life)
        {
            Say(leader is null ? "nobody leads" : $"{leader.Life.Member} leads in term {leader.Term}");
            _lastTold = leader;
        }

        return Task.CompletedTask;
    }

    private async Task SampleAsync(CancellationToken cancellationToken)
    {
        // Acknowledged first: what is acknowledged meanwhile is not missed from the count.
        var acknowledged = _feed?.Acknowledged ?? 0;
        try
        {
            var counts = await Cluster.Store.CountAsync(cancellationToken);
            Counted = new WorkCount(counts, acknowledged);
            Work.Add(new WorkSample(BootClock.NowNanoseconds, acknowledged, counts.Done));
        }
        catch (System.Data.Common.DbException)
        {
            // Locked for once: the next sample comes soon.
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var answers = await _client.StatusAsync(cancellationToken);
        var standing = ClusterStanding.Of(answers, Members);
        _order = standing is null ? null : standing == _order?.Standing ? _order : new GoodOrder(standing, BootClock.NowNanoseconds);
        if (answers is not [var status, ..])
        {
            return;
        }

        Status = status;
        var request = Find(status, "elections", 0) is { } election && election.TryGetProperty("request", out var found) && found.ValueKind == JsonValueKind.Object
            ? (JsonElement?)found
            : null;
        var before = Request;
        Request = request is { } body ? ToRequest(body, before) : null;
        if (Request is { } opened && opened.Number != before?.Number)
        {
            Say($"promotion request {opened.Number} waits for an operator");
        }
    }

    private static OpenRequest ToRequest(JsonElement body, OpenRequest? before)
    {
        var number = body.GetProperty("number").GetInt64();
        return new OpenRequest(
            number,
            body.GetProperty("revision").GetInt32(),
            body.TryGetProperty("candidate", out var candidate) && candidate.ValueKind == JsonValueKind.Object,
            before?.Number == number ? before.SeenAt : BootClock.NowNanoseconds,
            body);
    }

    private static JsonElement? Find(JsonElement element, string list, int index) =>
        element.TryGetProperty(list, out var items) && items.GetArrayLength() > index ? items[index] : null;

    private async Task RepeatAsync(TimeSpan interval, Func<CancellationToken, Task> act)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await act(_stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private sealed record GoodOrder(ClusterStanding Standing, long Since);
}
