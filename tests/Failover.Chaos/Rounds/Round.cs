using System.Globalization;
using Failover.Chaos.Checks;
using Failover.Chaos.Faults;
using Failover.Chaos.Plans;
using TaskDispatch;
using TaskDispatch.Records;

namespace Failover.Chaos.Rounds;

/// <summary>
/// One cluster, from start to end: under load, faults are done one after the other; after each all members must agree again within a
/// bound, and at the end everything that was recorded is checked.
/// </summary>
internal sealed class Round(RoundSettings settings, Action<string> tell)
{
    private static readonly TimeSpan FinishBound = TimeSpan.FromSeconds(60);
    private static readonly int[] Sizes = [3, 3, 5];

    private readonly List<Injection> _injections = [];
    private readonly List<string> _violations = [];
    private long _settled;

    public async Task<RoundResult> RunAsync()
    {
        var random = new Random(settings.Seed);
        var size = Sizes[random.Next(Sizes.Length)];
        await using var nemesis = await Nemeses.CreateAsync(settings.Group, size, random);
        await using var arena = new Arena(nemesis.Place, size, settings, [.. nemesis.Settings]);
        tell($"{settings.Group}, seed {settings.Seed}: {size} members, {(settings.Approvals is { } approvals ? $"{approvals} approvals" : "no operators")} {string.Join(' ', nemesis.Settings)}");
        var began = BootClock.NowNanoseconds;
        string? testFault = null;
        try
        {
            await arena.StartAsync();
            await DoFaultsAsync(arena, nemesis, BootClock.NowNanoseconds);
        }
        catch (Exception error)
        {
            // What the test did wrong is no violation; what was recorded until then is checked all the same.
            testFault = $"{_injections.LastOrDefault()?.Fault.Kind} ({_injections.LastOrDefault()?.Detail}): {error}";
            tell($"  TEST FAULT {testFault}");
        }

        return await JudgeAsync(arena, nemesis, began, testFault);
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private async Task DoFaultsAsync(Arena arena, INemesis nemesis, long began)
    {
        foreach (var fault in FaultPlan.Draw(settings.Seed, nemesis.Kinds, Arena.Lease))
        {
            var isTimeUp = BootClock.NowNanoseconds - began > settings.Length.TotalMilliseconds * 1e6;
            if (_violations.Count > 0 || (isTimeUp && !nemesis.HasMore(arena)))
            {
                return;
            }

            await arena.PassAsync(fault.Calm);
            var injection = new Injection(fault);
            _injections.Add(injection);
            await nemesis.InjectAsync(arena, injection);
            injection.Healed();
            if (await arena.SettleAsync(injection.HealedNanoseconds) is { } reason)
            {
                _violations.Add(
                    Say($"No progress {(BootClock.NowNanoseconds - injection.HealedNanoseconds) / 1e9:F0} s after {fault.Kind} ({injection.Detail}), at a load of {Patience.Load():F0}: ") + reason);
            }

            injection.Settled();
            _settled++;
            _violations.AddRange(injection.Violations);
            tell(Say($"  {fault.Number}. {fault.Kind} ({injection.Detail}): settled after {(injection.SettledNanoseconds - injection.HealedNanoseconds) / 1e6:F0} ms"));
        }
    }

    private async Task<RoundResult> JudgeAsync(Arena arena, INemesis nemesis, long began, string? testFault)
    {
        var isSound = testFault is null;
        if (await arena.Operators.LeaveAsync() is { } unanswered && isSound)
        {
            _violations.Add($"No progress: {unanswered}");
        }

        var verdict = await arena.Feed.FinishAsync(isSound ? Patience.Of(FinishBound) : TimeSpan.Zero);

        // Last, so that it has whatever happened until then.
        var members = await arena.Operators.ReadAuditAsync();
        if (members == 0 && isSound)
        {
            _violations.Add("No progress: no member answers with its audit trail.");
        }

        var audit = new AuditCheck(arena.Operators.Audit.Lines, arena.Operators.Calls);
        _violations.AddRange([.. audit.Violations, .. arena.Operators.Audit.Disagreements, .. arena.Operators.Violations]);
        arena.Read();
        var report = RecordChecker.Check(TaskDispatchOptions.Election, arena.Cluster.Records.Lines);
        FaultWindow[] windows =
        [
            .. _injections.Select(injection => new FaultWindow(
                injection.Fault.Kind,
                injection.AtNanoseconds,
                injection.HealedNanoseconds,
                injection.SettledNanoseconds,
                injection.MayEndLeadership,
                injection.BreaksAssumption)
            {
                Victims = injection.Victims,
            }),
        ];
        var history = new HistoryCheck(report, windows, audit);
        var attempts = await AttemptLog.ReadAsync(arena.Cluster.ConnectionString);
        _violations.AddRange(history.Violations);
        _violations.AddRange(AttemptCheck.Violations(attempts));
        IReadOnlyCollection<SeatOperation> answers = nemesis is IOperationHistory clients ? clients.Answers : [];
        List<ISeatOperation> operations = [.. SeatHistory.Of(answers, arena.Cluster.Records.Lines), .. CommandOperation.Of(arena.Operators.Calls)];
        if (LinearizabilityCheck.Violation(operations) is { } disorder)
        {
            _violations.Add(disorder);
        }

        // A task that is there and has no result yet is late, which is another matter than lost. The client enqueues one at a time, so
        // at most one more task is there than was acknowledged.
        var lost = Math.Max(0, verdict.Acknowledged - (verdict.Counts.Queued + verdict.Counts.Assigned + verdict.Counts.Done));
        if (lost > 0)
        {
            _violations.Add($"Lost: {lost} of {verdict.Acknowledged} acknowledged tasks are not in the database.");
        }

        if (verdict.Lost > lost && isSound)
        {
            _violations.Add($"No progress: {verdict.Lost - lost} of {verdict.Acknowledged} acknowledged tasks have no result, at a load of {Patience.Load():F0}.");
        }

        if (_violations.Count > 0 || history.FalseFailovers.Count > 0 || !isSound)
        {
            Keep(arena);
        }

        return new RoundResult
        {
            Group = settings.Group,
            Seed = settings.Seed,
            Members = arena.Names.Count,
            Settings = nemesis.Settings,
            Seconds = (BootClock.NowNanoseconds - began) / 1e9,
            Faults = windows,
            Vacancies = history.Vacancies,
            Violations = _violations,
            Checks = new SortedDictionary<string, long>(StringComparer.Ordinal)
            {
                [RoundResult.Records] = report.Comparisons,
                [RoundResult.Database] = attempts.Count,
                [RoundResult.NothingLost] = verdict.Acknowledged,
                [RoundResult.Progress] = _settled,
                [RoundResult.Linearizable] = operations.Count,
                [RoundResult.Audit] = audit.Comparisons,
                [RoundResult.Approval] = audit.Approved,
                [RoundResult.Repetitions] = arena.Operators.Repeated,
                [RoundResult.Agreement] = arena.Operators.Audit.Compared,
                [RoundResult.ByFaults] = _injections.Sum(injection => injection.Checks),
            },
            Acknowledged = verdict.Acknowledged,
            Lost = lost,
            StaleWritesRefused = verdict.Counts.RefusedWrites,
            Kills = arena.Kills,
            FalseFailovers = [.. history.FalseFailovers.Select(failover => FalseFailoverNote.Of(arena, failover))],
            ToleratedOverlaps = history.ToleratedOverlaps,
            Events = Join(nemesis.Events, arena.Operators.Outcomes, audit.IsWhole ? [] : new Dictionary<string, long> { ["audit trail not read as a whole, not checked"] = 1 }),
            Steps = arena.Hooks.Reached,
            Approvals = settings.Approvals,
            TestFault = testFault,
        };
    }

    private static SortedDictionary<string, long> Join(params IEnumerable<KeyValuePair<string, long>>[] counts) =>
        new(counts.SelectMany(count => count).ToDictionary(), StringComparer.Ordinal);

    private void Keep(Arena arena)
    {
        arena.Cluster.KeepFiles = true;
        tell($"  what the members wrote is kept in {arena.Cluster.Directory}");
        _violations.ForEach(violation => tell($"  VIOLATION {violation}"));
    }
}
