using System.Runtime.Versioning;
using Demo;
using Demo.Faults;
using Failover.Testing;
using Spectre.Console;
using TaskDispatch;
using TaskDispatch.Cluster;
using TaskDispatch.Records;

namespace Failover.ProcessTests;

/// <summary>
/// Real member processes under signals. Whatever the fault, the members' own records, stamped with one monotonic clock, must show one
/// leader at a time and rising terms, and no acknowledged task may be lost or recorded twice.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ProcessFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DispatchCluster _cluster = new(3);
    private readonly FaultInjector _faults;
    private readonly TaskFeed _feed;

    public ProcessFaultTests()
    {
        var silent = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
        _faults = new FaultInjector(_cluster, new Narrator(silent));
        _feed = new TaskFeed(_cluster.Store, tasksPerSecond: 50, rounds: 1_000);
    }

    public async ValueTask InitializeAsync()
    {
        await _cluster.Store.InitializeAsync(CancellationToken.None);
        _cluster.StartAll();
        await _faults.LeaderAsync();
        _feed.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _cluster.KeepFiles = TestContext.Current.TestState?.Result == TestResult.Failed;
        await _feed.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_killed_leader_is_replaced()
    {
        for (var round = 0; round < 3; round++)
        {
            var outcome = await _faults.KillLeaderAsync();

            Assert.NotEqual(outcome.From, outcome.To);
        }

        await AssertInvariantsAsync();
    }

    [Fact]
    public async Task A_leader_that_hangs_is_replaced_and_does_no_harm_when_it_goes_on()
    {
        var outcome = await _faults.PauseLeaderAsync();

        // It joins again as another session, and sees the term that came meanwhile.
        var back = await _cluster.Records.WaitForAsync(
            line => line.Member == outcome.From && line.Kind == RecordKind.LeaderSeen && line.Term >= outcome.Term, 0, Patience);
        Assert.NotNull(back);
        Assert.NotEqual(outcome.From, outcome.To);
        await AssertInvariantsAsync();
    }

    [Fact]
    public async Task A_leader_that_is_terminated_stops_its_service_before_the_next_begins()
    {
        var outcome = await _faults.StopLeaderAsync();

        var ended = Assert.Single(_cluster.Records.Lines, line => line.Kind == RecordKind.LeadershipEnded && line.Term == outcome.Term - 1);
        var began = Assert.Single(_cluster.Records.Lines, line => line.Kind == RecordKind.LeadershipBegan && line.Term == outcome.Term);
        Assert.True(ended.AtNanoseconds < began.AtNanoseconds);
        await AssertInvariantsAsync();
    }

    [Fact]
    public async Task A_killed_coordinator_changes_no_leadership()
    {
        var outcome = await _faults.KillCoordinatorAsync();

        Assert.Null(outcome.WithoutLeader);
        await AssertInvariantsAsync();
    }

    [Fact]
    public async Task Terms_go_on_after_all_are_killed_and_started_again()
    {
        var before = await _faults.LeaderAsync();
        foreach (var name in _cluster.Names)
        {
            _cluster.Member(name).Send(ProcessSignal.Kill);
        }

        var from = _cluster.Records.Lines.Count;
        foreach (var name in _cluster.Names)
        {
            await _cluster.EndAsync(name);
            _cluster.Start(name);
        }

        var next = await _cluster.Records.WaitForAsync(line => line.Kind == RecordKind.LeadershipBegan && line.Term > before.Term, from, Patience);
        Assert.NotNull(next);
        await AssertInvariantsAsync();
    }

    [Fact]
    public async Task Without_a_majority_nobody_leads_until_it_is_back()
    {
        var leader = await _faults.LeaderAsync();
        var others = _cluster.Names.Where(name => name != leader.Member).ToArray();
        foreach (var name in others)
        {
            _cluster.Member(name).Send(ProcessSignal.Kill);
        }

        var ended = await _cluster.Records.WaitForAsync(line => line.Kind == RecordKind.LeadershipEnded && line.Term == leader.Term, 0, Patience);
        Assert.NotNull(ended);

        var from = _cluster.Records.Lines.Count;
        foreach (var name in others)
        {
            await _cluster.EndAsync(name);
            _cluster.Start(name);
        }

        var next = await _cluster.Records.WaitForAsync(line => line.Kind == RecordKind.LeadershipBegan && line.Term > leader.Term, from, Patience);
        Assert.NotNull(next);
        await AssertInvariantsAsync();
    }

    private async Task AssertInvariantsAsync()
    {
        var verdict = await _feed.FinishAsync(Patience);
        _cluster.Records.Read();
        Assert.Empty(RecordChecker.Check(TaskDispatchOptions.Election, _cluster.Records.Lines).Violations);
        Assert.True(verdict.Acknowledged > 0, "No task was enqueued.");
        Assert.Equal(0, verdict.Lost);
        Assert.Equal(0, verdict.Counts.RecordedTwice);
    }
}
