using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Failover.Operations;
using Failover.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failover.Tests;

/// <summary>Whole hosts in one process, over a network in memory with faults.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private const string Election = "work";

    private readonly Acts _acts = new();
    private readonly TestCluster _cluster;

    public ClusterTests()
    {
        _cluster = new TestCluster(3, failover =>
        {
            failover.Services.AddSingleton(_acts);
            failover.AddElection(Election).AddLeaderService<Recorder>(Election);
        });
    }

    public async ValueTask InitializeAsync() => await _cluster.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _acts.AssertOneLeader();
    }

    [Fact]
    public async Task One_member_is_elected_and_all_know_it()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);

        await AllSeeAsync(leader.Name, 1);
        Assert.Single(_cluster.Running, member => member.Election(Election).IsLeader);
    }

    [Fact]
    public async Task A_crashed_leader_is_replaced()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);

        await _cluster.CrashAsync(leader.Name);
        var next = await _cluster.WaitForLeaderAsync(Election, afterTerm: 1);

        Assert.NotEqual(leader.Name, next.Name);
        await AllSeeAsync(next.Name, next.Election(Election).Current.Term);
    }

    [Fact]
    public async Task A_leader_that_is_cut_off_stops_by_itself_and_is_replaced()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        var leadership = leader.Election(Election).Leadership!;
        Isolate(leader.Name);

        var next = await _cluster.WaitForLeaderAsync(Election, leadership.Term);

        Assert.False(leadership.IsHeld);
        Assert.NotEqual(leader.Name, next.Name);
        _cluster.Network.Heal();
        await AllSeeAsync(next.Name, next.Election(Election).Current.Term);
    }

    [Fact]
    public async Task Without_a_majority_nobody_leads_until_the_network_heals()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        var leadership = leader.Election(Election).Leadership!;
        foreach (var name in _cluster.Names)
        {
            Isolate(name);
        }

        await _cluster.WaitUntilAsync(() => !_cluster.Running.Any(member => member.Election(Election).IsLeader), () => "somebody leads");

        // IsHeld reads the clock. The token follows it: a thread has to wake up and cancel it, within the safety margin.
        await _cluster.WaitUntilAsync(() => leadership.Token.IsCancellationRequested, () => "the token is not cancelled");

        _cluster.Network.Heal();
        await _cluster.WaitForLeaderAsync(Election, leadership.Term);
    }

    [Fact]
    public async Task The_candidate_with_the_highest_position_is_promoted()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        var term = leader.Election(Election).Current.Term;
        var best = Others(leader.Name).Last();
        await _cluster.WaitForCandidatesAsync(Election);
        _cluster[best].Election(Election).ReportPosition(7);
        await WaitForPositionAsync(best, 7);

        await _cluster.CrashAsync(leader.Name);

        Assert.Equal(best, (await _cluster.WaitForLeaderAsync(Election, term)).Name);
    }

    [Fact]
    public async Task A_member_with_an_older_copy_of_its_directory_refuses_to_take_part_until_it_may_rejoin()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        var member = Others(leader.Name).First(name => name != leader.Coordinator);
        var directory = _cluster.DataDirectory(member);
        await _cluster.CrashAsync(member);
        Copy(directory, directory + "-backup");
        await _cluster.StartAsync(member);
        await AllSeeAsync(leader.Name, 1);
        await _cluster.CrashAsync(member);
        Directory.Move(directory, directory + "-newest");
        Directory.Move(directory + "-backup", directory);

        // It is found out while it starts, or soon after.
        var foundOut = await Record.ExceptionAsync(() => _cluster.StartAsync(member));
        if (foundOut is null)
        {
            var lifetime = _cluster[member].Host.Services.GetRequiredService<IHostApplicationLifetime>();
            await _cluster.WaitUntilAsync(() => lifetime.ApplicationStopping.IsCancellationRequested, () => $"{member} takes part");
            await _cluster.CrashAsync(member);
        }

        Assert.True(foundOut is null or DataDirectoryException, $"{foundOut}");
        var error = await Assert.ThrowsAsync<DataDirectoryException>(() => _cluster.StartAsync(member));
        Assert.Contains("is older than what this member promised", error.Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(directory, "rejoin"), "", TestContext.Current.CancellationToken);
        await _cluster.StartAsync(member);
        await AllSeeAsync(leader.Name, 1);
    }

    [Fact]
    public async Task In_a_calm_cluster_everybody_remembers_what_the_others_promised_last()
    {
        await _cluster.WaitForLeaderAsync(Election);

        await _cluster.WaitUntilAsync(
            () => _cluster.Names.All(member => _cluster.Names.Where(other => other != member).All(other => Remembered(other, member) == Promised(member))),
            () => string.Join("; ", _cluster.Names.Select(member => $"{member} promised {Promised(member)}, remembered as {string.Join(", ", _cluster.Names.Select(other => Remembered(other, member)))}")));

        long Promised(string member) => Read(member, "member")?["Marks"]?.AsArray() is [.., { } newest] ? (long)newest["Number"]! : -1;

        long Remembered(string by, string member) => (long?)Read(by, "peers")?[member]?["Number"] ?? 0;

        JsonNode? Read(string member, string file)
        {
            try
            {
                return JsonNode.Parse(File.ReadLines(Path.Combine(_cluster.DataDirectory(member), file)).First());
            }
            catch (IOException)
            {
                // Not yet written, or just being replaced.
                return null;
            }
        }
    }

    [Fact]
    public async Task A_leader_that_hears_nothing_back_is_replaced()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        var term = leader.Election(Election).Current.Term;
        foreach (var other in Others(leader.Name))
        {
            _cluster.Network.Cut(other, leader.Name);
        }

        var next = await _cluster.WaitForLeaderAsync(Election, term);

        Assert.NotEqual(leader.Name, next.Name);
    }

    [Fact]
    public async Task A_slow_member_disturbs_nobody()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        var slow = Others(leader.Name).First(name => name != leader.Coordinator);
        foreach (var other in Others(slow))
        {
            _cluster.Network.SetLatency(slow, other, TimeSpan.FromMilliseconds(300));
            _cluster.Network.SetLatency(other, slow, TimeSpan.FromMilliseconds(300));
        }

        await leader.Election(Election).ConfirmAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, leader.Election(Election).Current.Term);
    }

    [Fact]
    public async Task Terms_and_history_survive_a_restart_of_all()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        await _cluster.CrashAsync(leader.Name);
        var term = (await _cluster.WaitForLeaderAsync(Election, afterTerm: 1)).Election(Election).Current.Term;
        foreach (var member in _cluster.Running.ToArray())
        {
            await _cluster.CrashAsync(member.Name);
        }

        await _cluster.StartAsync();

        var next = await _cluster.WaitForLeaderAsync(Election, term);
        Assert.True(next.Election(Election).Current.Term > term);
    }

    [Fact]
    public async Task A_host_that_stops_hands_over_first()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);

        await _cluster.StopAsync(leader.Name);
        var next = await _cluster.WaitForLeaderAsync(Election, afterTerm: 1);

        Assert.NotEqual(leader.Name, next.Name);
        Assert.Equal(VacancyCause.HandedOver, next.Election(Election).Current.Cause);
    }

    [Fact]
    public async Task A_leadership_is_handed_over_to_the_member_that_was_named()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        var target = Others(leader.Name).Last();
        await _cluster.WaitForCandidatesAsync(Election);

        var after = await leader.Election(Election).HandOverAsync(target, TestContext.Current.CancellationToken);

        Assert.Equal(target, after.Leader?.Member);
        Assert.True(after.Term > 1);
    }

    [Fact]
    public async Task A_hand_over_to_nobody_known_is_refused_and_says_why()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);

        var refusal = await Assert.ThrowsAsync<FailoverException>(
            () => leader.Election(Election).HandOverAsync("n9", TestContext.Current.CancellationToken));

        Assert.Contains("n9 can not lead work: it is no candidate", refusal.Message, StringComparison.Ordinal);
        Assert.True(leader.Election(Election).IsLeader);
    }

    [Fact]
    public async Task A_leader_that_resigns_is_replaced_and_quarantined()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        await _cluster.WaitForCandidatesAsync(Election);

        await leader.Election(Election).ResignAsync("enough", TestContext.Current.CancellationToken);
        var next = await _cluster.WaitForLeaderAsync(Election, afterTerm: 1);

        Assert.NotEqual(leader.Name, next.Name);
        Assert.Equal(VacancyCause.Resigned, next.Election(Election).Current.Cause);
        await Assert.ThrowsAsync<FailoverException>(
            () => next.Election(Election).HandOverAsync(leader.Name, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_leadership_is_confirmed_by_a_round_trip()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);

        var confirmed = await leader.Election(Election).ConfirmAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, confirmed.Term);
        var other = _cluster[Others(leader.Name).First()].Election(Election);
        await Assert.ThrowsAsync<LeadershipLostException>(() => other.ConfirmAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_member_whose_listener_fails_stops_leading()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        var leadership = leader.Election(Election).Leadership!;

        _cluster.Network.FailListener(leader.Name);

        await _cluster.WaitUntilAsync(() => !leadership.IsHeld, () => "the leadership is still held");
        await _cluster.WaitForLeaderAsync(Election, afterTerm: 1);
    }

    [Fact]
    public async Task What_happens_is_traced()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Failover",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var leader = await _cluster.WaitForLeaderAsync(Election);
        var term = leader.Election(Election).Current.Term;
        await _cluster.CrashAsync(leader.Name);
        var next = (await _cluster.WaitForLeaderAsync(Election, afterTerm: term)).Election(Election).Current;
        await _cluster.StartAsync(leader.Name);

        await _cluster.WaitUntilAsync(
            () => HasSpan("renewal", _ => true)
                && HasSpan("coordinator_change", _ => true)
                && HasSpan("session", span => ((string)span.GetTagItem("failover.session")!).StartsWith($"{leader.Name}#", StringComparison.Ordinal))
                && HasSpan("promotion", IsNext),
            () => $"only {string.Join(", ", spans.Select(span => span.OperationName).Distinct())}");

        var promotion = Assert.Single(spans, IsNext);
        Assert.Equal(next.Leader!.Member, promotion.GetTagItem("failover.leader"));
        Assert.Equal(JsonNamingPolicy.SnakeCaseLower.ConvertName(next.Cause.ToString()), promotion.GetTagItem("failover.cause"));
        Assert.All(spans.Where(span => span.OperationName is "failover.renewal" or "failover.session"), span => Assert.True(span.Duration > TimeSpan.Zero));
        Assert.All(spans, span => Assert.Null(span.Parent));

        // Other tests of this process are traced, too.
        bool IsNext(Activity span) => Equals(span.GetTagItem("failover.election"), Election) && Equals(span.GetTagItem("failover.term"), next.Term);

        bool HasSpan(string operation, Func<Activity, bool> condition) =>
            spans.Any(span => span.OperationName == $"failover.{operation}" && condition(span));
    }

    private IEnumerable<string> Others(string name) => _cluster.Names.Where(other => other != name);

    private static void Copy(string directory, string copy)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(directory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private void Isolate(string name)
    {
        foreach (var other in Others(name))
        {
            _cluster.Network.Partition(name, other);
        }
    }

    private Task AllSeeAsync(string leader, long term) => _cluster.WaitUntilAsync(
        () => _cluster.Running.All(member => member.Election(Election).Current is var seen && seen.Term == term && seen.Leader?.Member == leader),
        () => $"not all see {leader} lead in term {term}");

    private async Task WaitForPositionAsync(string member, long position)
    {
        var operations = _cluster[member].Host.Services.GetRequiredService<IFailoverOperations>();
        while ((await operations.ExplainAsync(Election, TestContext.Current.CancellationToken))!.Candidates.Single(candidate => candidate.Member == member).Position != position)
        {
            await Task.Yield();
        }
    }
}
