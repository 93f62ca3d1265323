using System.Collections.Concurrent;
using Failover.Chaos.Rounds;
using TaskDispatch.Cluster;
using TaskDispatch.Records;

namespace Failover.Chaos.Operators;

/// <summary>
/// Operators who command the election all the while, at several members at once. Before progress is asked for they find out how each
/// of their commands has ended, and leave the election as it must be to make progress.
/// </summary>
internal sealed class OperatorTeam : IAsyncDisposable
{
    private static readonly string[] s_names = ["alice", "bob", "carol"];
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_auditInterval = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<OperatorCall> _calls = [];
    private readonly ConcurrentDictionary<string, long> _outcomes = [];
    private readonly ConcurrentQueue<string> _violations = [];
    private readonly DispatchCluster _cluster;
    private readonly OperatorClient _client;
    private readonly OperatorPlan _plan;
    private readonly Random _random;
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;
    private int _repeated;

    /// <param name="cluster">Whom they command.</param>
    /// <param name="plan">What they want.</param>
    /// <param name="seed">Decides what they choose from what they see.</param>
    public OperatorTeam(DispatchCluster cluster, OperatorPlan plan, int seed)
    {
        _cluster = cluster;
        _client = new OperatorClient(cluster);
        _plan = plan;
        _random = new Random(seed);
        Audit = new AuditFollower(cluster);
    }

    public IReadOnlyCollection<OperatorCall> Calls => _calls;

    public AuditFollower Audit { get; }

    /// <summary>How often commands were answered in which way.</summary>
    public IReadOnlyDictionary<string, long> Outcomes => _outcomes;

    /// <summary>What they found wrong themselves.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>How often a command that had been answered was repeated, and the answers compared.</summary>
    public int Repeated => _repeated;

    /// <summary>Begins, or goes on.</summary>
    public void Start()
    {
        if (_stop is not null)
        {
            return;
        }

        _stop = new CancellationTokenSource();
        var stop = _stop.Token;
        var first = _plan.SetPolicy(s_names[0], _plan.Policy(_random));
        _running = Task.WhenAll(
            [
                GiveAsync(first, Any(_random)),
                RepeatAsync(s_auditInterval, random => Audit.ReadOnAsync(Any(random)), stop),
                .. s_names.Select(name => RepeatAsync(s_interval, random => WorkAsync(name, random), stop)),
            ]);
    }

    /// <summary>
    /// Stops, finds out how every command has ended, and sees to it that the election is automatic, not paused, and nobody drained.
    /// </summary>
    /// <returns>What could not be found out or done in time, or null.</returns>
    public async Task<string?> LeaveAsync()
    {
        if (_stop is null)
        {
            return null;
        }

        await StopAsync();
        OperatorCall[] last =
        [
            .. _calls.Where(call => call.Outcome is null),
            _plan.SetPolicy(s_names[0], OperatorPlan.Automatic()),
            new OperatorCall(s_names[0], "resume", null, []),
            .. _cluster.Names.Select(member => new OperatorCall(s_names[0], "undrain", member, [])),
        ];
        var began = BootClock.NowNanoseconds;
        var patience = Patience.Of(Arena.SettleBound).TotalMilliseconds * 1e6;
        using var timer = new PeriodicTimer(s_retryInterval);
        foreach (var call in last)
        {
            while (true)
            {
                // A command that was never done may be given anew; one that may have been done is repeated under its key.
                var now = call.Outcome == OutcomeWords.Unavailable ? new OperatorCall(call.Actor, call.Verb, call.Subject, call.Body) : call;
                await GiveAsync(now, Any(_random));
                if (now.Outcome is not (null or OutcomeWords.Unavailable))
                {
                    break;
                }

                if (BootClock.NowNanoseconds - began > patience)
                {
                    return $"no member answered the operators' {now}.";
                }

                await timer.WaitForNextTickAsync();
            }
        }

        return null;
    }

    /// <summary>Gives one command, and notes how it ended.</summary>
    public async Task GiveAsync(OperatorCall call, string member)
    {
        if (call.Attempts == 0)
        {
            _calls.Enqueue(call);
        }

        var (outcome, _) = await _client.SendAsync(call, member);
        _outcomes.AddOrUpdate($"operator: {call.Verb}: {outcome}", 1, (_, count) => count + 1);
    }

    /// <summary>Lets the leader resign, in the name of an operator, whatever the policy is.</summary>
    public Task ResignAsync(string member) => GiveAsync(new OperatorCall(s_names[^1], "resign", null, []), member);

    /// <summary>Reads the rest of the audit trail, and compares what the members have; how many members answered.</summary>
    public async Task<int> ReadAuditAsync()
    {
        var answered = 0;
        foreach (var member in _cluster.Names)
        {
            answered += await Audit.CompareAsync(member) ? 1 : 0;
        }

        return answered;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StopAsync()
    {
        if (_stop is { } stop)
        {
            await stop.CancelAsync();
            _stop = null;
            await _running;
            stop.Dispose();
        }
    }

    private string Any(Random random) => _cluster.Names[random.Next(_cluster.Names.Count)];

    private async Task RepeatAsync(TimeSpan interval, Func<Random, Task> act, CancellationToken stop)
    {
        var random = new Random(_random.Next());
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await act(random);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private async Task WorkAsync(string name, Random random)
    {
        if (await _client.LookAsync(Any(random), name) is not { } seen)
        {
            return;
        }

        var call = _plan.Choose(name, seen, random);
        await GiveAsync(call, Any(random));
        if (call.Outcome is { } first && first != OutcomeWords.Unavailable && random.Next(8) == 0)
        {
            await RepeatAsync(call, Any(random));
        }
    }

    /// <summary>At most once: a repetition gets the first answer.</summary>
    private async Task RepeatAsync(OperatorCall call, string member)
    {
        var (outcome, message) = await _client.SendAsync(call, member);
        if (outcome is OutcomeWords.Unknown or OutcomeWords.Unavailable)
        {
            return;
        }

        Interlocked.Increment(ref _repeated);
        if (outcome != call.Outcome || message != call.Message)
        {
            _violations.Enqueue($"At most once: {call} was answered '{call.Outcome}: {call.Message}', and repeated '{outcome}: {message}'.");
        }
    }
}
