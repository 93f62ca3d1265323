using System.Runtime.Versioning;
using Comparison.Columns;
using Comparison.Faults;
using Comparison.Measuring;
using Comparison.Modes;
using Comparison.Reporting;
using TaskDispatch;
using TaskDispatch.Records;

namespace Comparison.Scripting;

/// <summary>
/// Runs scenarios without a person. Each begins with new clusters, so that no scenario inherits what another left; the same fault hits
/// all modes at the same moment.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ScriptRunner(ScenarioFile script, IReadOnlyList<PromotionMode> modes, int seed, Action<string> say)
{
    private static readonly TimeSpan WorkPatience = TimeSpan.FromSeconds(60);

    /// <summary>What the plots show before the fault.</summary>
    private static readonly TimeSpan Prelude = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan DelayLimit = TimeSpan.FromSeconds(1);

    /// <summary>Runs them all, one after the other.</summary>
    public async Task<IReadOnlyList<ScenarioOutcome>> RunAsync(CancellationToken cancellationToken)
    {
        List<ScenarioOutcome> outcomes = [];
        foreach (var scenario in script.Scenarios)
        {
            outcomes.Add(await RunAsync(scenario, cancellationToken));
        }

        return outcomes;
    }

    private async Task<ScenarioOutcome> RunAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        say($"{scenario.Name}: {FaultCatalogue.Of(scenario.Fault).Key} for {scenario.Duration.TotalSeconds} s{(scenario.Night ? ", at night" : "")}");
        var columns = modes.Select(mode => new Column(mode, script.Workload)).ToArray();
        try
        {
            await new CalmStart(columns, text => say($"  {text}")).RunAsync(cancellationToken);
            await Task.Delay(Prelude, TimeProvider.System, cancellationToken);
            var modeOutcomes = await Task.WhenAll(columns.Select(column => ObserveAsync(column, scenario, cancellationToken)));
            foreach (var outcome in modeOutcomes)
            {
                say($"  {outcome.Mode,-10} {outcome.WithoutLeaderSeconds,6:F2} s without a leader, {outcome.LeaderChanges} leader changes, {outcome.FalsePromotions} false, {outcome.OperatorActions} approvals, {outcome.TasksLost} lost");
            }

            return new ScenarioOutcome(
                scenario.Name, FaultCatalogue.Of(scenario.Fault).Key, scenario.Says, scenario.Duration.TotalSeconds, scenario.Observe.TotalSeconds, scenario.Night, scenario.PerYear, modeOutcomes);
        }
        finally
        {
            await Task.WhenAll(columns.Select(column => column.DisposeAsync().AsTask()));
        }
    }

    private async Task<ModeOutcome> ObserveAsync(Column column, Scenario scenario, CancellationToken cancellationToken)
    {
        using var stopOperator = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // The same draws for every mode, and other ones for every scenario.
        var person = new SimulatedOperator(column, script.Operator, scenario.Night, new Random(HashCode(scenario.Name)));
        var operating = person.RunAsync(stopOperator.Token);
        column.TakeMostLate();
        var from = BootClock.NowNanoseconds;
        await Task.WhenAll(
            column.Faults.ApplyAsync(scenario.Fault, scenario.Duration, cancellationToken),
            Task.Delay(scenario.Observe, TimeProvider.System, cancellationToken));
        var until = BootClock.NowNanoseconds;
        var mostLate = column.TakeMostLate();
        await stopOperator.CancelAsync();
        await operating;

        // What the members wrote just before is read within one more interval.
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        var vacancies = column.Ledger.Vacancies(from, until).Where(vacancy => vacancy.Began < until).ToArray();
        var verdict = await FinishAsync(column, cancellationToken);
        return ToOutcome(column, vacancies, person, verdict, from, until) with { MostLateSeconds = mostLate.TotalSeconds };
    }

    private ModeOutcome ToOutcome(
        Column column, IReadOnlyList<Vacancy> vacancies, SimulatedOperator person, TaskDispatch.Cluster.TaskVerdict verdict, long from, long until)
    {
        var samples = column.Work.Since(0);
        var watched = samples.Where(sample => sample.At >= from && sample.At <= until).ToArray();
        return new ModeOutcome
        {
            Mode = column.Mode.Key,
            Vacancies = [.. vacancies.Select(vacancy => ToFigure(vacancy, person.Actions))],
            TasksDone = watched.Length > 0 ? watched[^1].Done - watched[0].Done : 0,
            TasksDelayed = WorkLog.CountDelayed(samples, DelayLimit),
            TasksAcknowledged = verdict.Acknowledged,
            TasksLost = verdict.Lost,
            RecordedTwice = verdict.Counts.RecordedTwice,
            RefusedWrites = verdict.Counts.RefusedWrites,
            LeaderChanges = vacancies.Count(vacancy => vacancy.ByAnother),
            Requests = person.Actions.Count,
            OperatorActions = person.Actions.Count(action => action.ApprovedAt is not null),
            ReactionSeconds = [.. person.Actions.Where(action => action.ApprovedAt is not null).Select(action => action.ReactionSeconds!.Value)],
            DonePerSecond = column.Work.PerSecond(until, (int)Math.Round((until - from) / 1e9) + 2),
            Violations = RecordChecker.Check(TaskDispatchOptions.Election, MemberRecordReader.ReadDirectory(column.Cluster.RecordDirectory)).Violations,
        };
    }

    private VacancyFigure ToFigure(Vacancy vacancy, IReadOnlyList<OperatorAction> actions)
    {
        var asked = actions.FirstOrDefault(action => action.SeenAt >= vacancy.Began && action.SeenAt <= vacancy.Until);
        var approved = asked?.ApprovedAt is { } at && at <= vacancy.Until ? at : (long?)null;
        var end = vacancy switch
        {
            { After: null } => VacancyEnd.Open,
            { ByAnother: false } => VacancyEnd.Returned,
            { WasPlanned: true } => VacancyEnd.HandedOver,
            _ => approved is null ? VacancyEnd.Automatic : VacancyEnd.Approved,
        };
        return new VacancyFigure(end, vacancy.Seconds)
        {
            AskedAfterSeconds = (asked?.SeenAt - vacancy.Began) / 1e9,
            OperatorSeconds = approved is null ? 0 : (approved.Value - asked!.SeenAt) / 1e9,
            OldLeaderBackAfterSeconds = vacancy.ByAnother && !vacancy.WasPlanned ? vacancy.BackAfterSeconds : null,
            IsFalse = vacancy.IsFalse(script.Year.FalseWithinSeconds),
        };
    }

    /// <summary>Waits for the work; whatever waits for approval gets it now, after the measurement: it is morning.</summary>
    private static async Task<TaskDispatch.Cluster.TaskVerdict> FinishAsync(Column column, CancellationToken cancellationToken)
    {
        using var morning = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var operating = new SimulatedOperator(column, new OperatorSettings(0, 0), night: false, new Random(0)).RunAsync(morning.Token);
        var verdict = await column.FinishWorkAsync(WorkPatience);

        // One more sample, so that the last tasks do not seem late.
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellationToken);
        await morning.CancelAsync();
        await operating;
        return verdict;
    }

    /// <summary>Not <see cref="string.GetHashCode()"/>, which differs from run to run.</summary>
    private int HashCode(string text) => text.Aggregate(seed, (hash, letter) => unchecked((hash * 31) + letter));
}
