using Failover.Chaos.Checks;
using Failover.Chaos.Faults;
using Failover.Chaos.Operators;
using Failover.Chaos.Plans;
using Failover.Testing;
using TaskDispatch.Cluster;
using TaskDispatch.Records;

namespace Failover.Chaos.Rounds;

/// <summary>A cluster of real processes under load, and what one can do to it. Not thread-safe.</summary>
internal sealed class Arena : IAsyncDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(2) * ChaosSettings.Pace;

    /// <summary>
    /// Within this time after the last fault all members must agree about a leader that acts; see <see cref="Patience"/>. Includes the
    /// start of processes.
    /// </summary>
    public static readonly TimeSpan SettleBound = TimeSpan.FromSeconds(30);

    /// <summary>Where snapshots are the matter, they must be frequent.</summary>
    private const int EntriesPerSnapshot = 40;

    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ExitBound = TimeSpan.FromSeconds(40);

    private readonly bool _hasOperators;
    private readonly PeriodicTimer _poll = new(TimeSpan.FromMilliseconds(20));
    private int _read;

    /// <param name="place">Where members live; see <see cref="DispatchCluster"/>.</param>
    /// <param name="size">How many members there are.</param>
    /// <param name="round">What the round is about.</param>
    /// <param name="settings">Settings for every member.</param>
    public Arena(Func<string, string, MemberPlace?> place, int size, RoundSettings round, params string[] settings)
    {
        _hasOperators = round.Approvals is not null;
        Hooks = new MemberHooks(round.Group == FaultGroup.Steps ? EntriesPerSnapshot : 0);
        Cluster = new DispatchCluster(
            (name, directory) => Hooks.Equip(name, directory, place(name, directory)),
            size,
            [
                "--TaskDispatch:AssignmentTime=00:00:03",
                "--Failover:Quarantine:AfterServiceFailure=00:00:02",
                "--Failover:Quarantine:AfterResignation=00:00:02",
                .. Timings(),
                .. settings,
            ]);
        Operators = new OperatorTeam(Cluster, new OperatorPlan(round.Approvals ?? 0, Cluster.Names), round.Seed);
        Feed = new TaskFeed(Cluster.Store, tasksPerSecond: 30, rounds: 1_000);
    }

    public DispatchCluster Cluster { get; }

    public ClusterView View { get; } = new();

    public MemberHooks Hooks { get; }

    public OperatorTeam Operators { get; }

    public LoadLog Load { get; } = new();

    public TaskFeed Feed { get; }

    public IReadOnlyList<string> Names => Cluster.Names;

    /// <summary>The smallest number of members that is a majority.</summary>
    public int Majority => (Names.Count / 2) + 1;

    /// <summary>Whether members may end by themselves, and are started again when they do.</summary>
    public bool RestartsEnded { get; set; }

    /// <summary>How many processes were killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Starts everything, and waits for a leader.</summary>
    public async Task StartAsync()
    {
        await Cluster.Store.InitializeAsync(CancellationToken.None);
        Cluster.StartAll();
        var began = BootClock.NowNanoseconds;
        if (!await WaitAsync(() => Disagreement(began) is null, Patience.Of(StartBound)))
        {
            throw new InvalidOperationException($"The cluster did not start. {Disagreement(BootClock.NowNanoseconds)}");
        }

        Feed.Start();
        StartOperators();
    }

    /// <summary>The member that leads now, or null when nobody did for a while.</summary>
    public async Task<string?> LeaderAsync()
    {
        await WaitAsync(() => !View.HasEnded && Cluster.Running.Contains(View.Newest!.Member), Patience.Of(SettleBound));
        return View.HasEnded ? null : View.Newest!.Member;
    }

    /// <summary>The member that coordinates, if possible another than the leader, and the leader.</summary>
    public async Task<(string Leader, string Coordinator)> RolesAsync()
    {
        var leader = await LeaderAsync() ?? Names[0];
        var coordinator = await Cluster.FindCoordinatorAsync();

        // A coordinator that leads may be about to yield to another.
        for (var tries = 0; tries < 20 && (coordinator is null || coordinator == leader); tries++)
        {
            await WaitAsync(() => false, TimeSpan.FromMilliseconds(100));
            coordinator = await Cluster.FindCoordinatorAsync() ?? coordinator;
            leader = await LeaderAsync() ?? leader;
        }

        return (leader, coordinator ?? Names.First(name => name != leader));
    }

    public void Kill(string member)
    {
        Kills++;
        Cluster.Member(member).Send(ProcessSignal.Kill);
    }

    /// <summary>Kills a process, and waits until it is gone.</summary>
    public async Task KillAndWaitAsync(string member)
    {
        Kill(member);
        await Cluster.Member(member).Exited;
    }

    /// <summary>A member has killed itself.</summary>
    public void CountKill() => Kills++;

    public void Send(string member, ProcessSignal signal) => Cluster.Member(member).Send(signal);

    /// <summary>Waits until a process has ended by itself; false when it does not.</summary>
    public async Task<bool> EndsAsync(string member)
    {
        try
        {
            await Cluster.Member(member).Exited.WaitAsync(Patience.Of(ExitBound));
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Starts whatever has ended, or is killed and about to end.</summary>
    public async Task StartAgainAsync(params string[] members)
    {
        foreach (var member in members)
        {
            await Cluster.EndAsync(member);
            Cluster.Start(member);
        }
    }

    /// <summary>Asks a leader to hand over to the best candidate. Whether it does, the records tell.</summary>
    public async Task TryHandOverAsync(string leader, string? to = null)
    {
        try
        {
            using var answer = await Cluster.Http(leader).PostAsync(new Uri(to is null ? "leadership/hand-over" : $"leadership/hand-over?to={to}", UriKind.Relative), null);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            // It may be too busy with what is done to it.
        }
    }

    public Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    /// <summary>
    /// Waits until every member runs and sees the same leader, who has acted after an instant; null, or why that takes too long.
    /// Operators leave meanwhile, and go on afterwards.
    /// </summary>
    public async Task<string?> SettleAsync(long afterNanoseconds)
    {
        if (await Operators.LeaveAsync() is { } reason)
        {
            return reason;
        }

        var began = BootClock.NowNanoseconds;
        var patience = Patience.Of(SettleBound);
        bool agree;
        do
        {
            if (RestartsEnded)
            {
                await StartAgainAsync([.. Names.Except(Cluster.Running)]);
            }

            agree = await WaitAsync(
                () => Disagreement(afterNanoseconds) is null || (RestartsEnded && Cluster.Running.Count() < Names.Count), patience);
        }
        while (agree && Disagreement(afterNanoseconds) is not null && BootClock.NowNanoseconds - began < patience.TotalMilliseconds * 1e6);

        if (Disagreement(afterNanoseconds) is not null)
        {
            return Disagreement(afterNanoseconds) ?? "The members agreed at the last moment.";
        }

        StartOperators();
        return null;
    }

    /// <summary>Why the members do not agree about a leader that has acted after an instant; null when they do.</summary>
    public string? Disagreement(long afterNanoseconds)
    {
        var running = Cluster.Running.ToHashSet();
        return View.Disagreement(
            Names.ToDictionary(name => name, name => running.Contains(name) ? Cluster.Member(name).Id : (int?)null), afterNanoseconds);
    }

    /// <summary>Whether a member's present process sees the newest leader.</summary>
    public bool Agrees(string member) => View.Agrees(member, Cluster.Member(member).Id);

    /// <summary>Takes what the members have put on the record since.</summary>
    public void Read()
    {
        Cluster.Records.Read();
        for (; _read < Cluster.Records.Lines.Count; _read++)
        {
            View.Take(Cluster.Records.Lines[_read]);
        }
    }

    /// <summary>Waits for something that the records show; false when it takes too long.</summary>
    public async Task<bool> WaitAsync(Func<bool> holds, TimeSpan patience)
    {
        var began = BootClock.NowNanoseconds;
        do
        {
            Read();
            if (holds())
            {
                return true;
            }
        }
        while (await _poll.WaitForNextTickAsync() && BootClock.NowNanoseconds - began < patience.TotalMilliseconds * 1e6);

        return false;
    }

    private void StartOperators()
    {
        if (_hasOperators)
        {
            Operators.Start();
        }
    }

    /// <summary>The default timings, at another pace.</summary>
    private static IEnumerable<string> Timings() => ChaosSettings.Pace == 1
        ? []
        : new (string Key, int Milliseconds)[]
        {
            ("LeaseDuration", 2_000), ("LeaseSafetyMargin", 200), ("RenewalInterval", 250), ("ElectionTimeoutLower", 150),
            ("ElectionTimeoutUpper", 300), ("RequestTimeout", 50), ("ConnectTimeout", 50),
        }.Select(timing => $"--Failover:{timing.Key}={TimeSpan.FromMilliseconds(timing.Milliseconds) * ChaosSettings.Pace:c}");

    public async ValueTask DisposeAsync()
    {
        await Load.DisposeAsync();
        await Operators.DisposeAsync();
        await Feed.DisposeAsync();
        await Cluster.DisposeAsync();
        Hooks.Dispose();
        _poll.Dispose();
    }
}
