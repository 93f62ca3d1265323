using System.Net;
using System.Text.Json;
using Failover.Audit;
using Failover.Serialization;

namespace Failover.AspNetCore.Tests.Clusters;

/// <summary>Operators at a real cluster that promotes by itself.</summary>
public sealed class AutomaticClusterTests : IAsyncLifetime
{
    private const string HandOver = "elections/orders/hand-over";

    private readonly OperatedCluster _cluster = new(PromotionPolicy.AutomaticName);
    private string _leader = "";

    public async ValueTask InitializeAsync()
    {
        await _cluster.StartAsync();
        _leader = (await _cluster.Members.WaitForLeaderAsync(OperatedCluster.Election)).Name;
        await _cluster.Members.WaitForCandidatesAsync(OperatedCluster.Election);
        foreach (var member in _cluster.Members.Names)
        {
            await _cluster.WaitForAsync(member, "status", status => status.GetProperty("hasSession").GetBoolean()
                && status.GetProperty("members").EnumerateArray().All(known => known.GetProperty("session").ValueKind == JsonValueKind.Object)
                && status.GetProperty("elections")[0].GetProperty("candidates").GetArrayLength() == 3
                && status.GetProperty("elections")[0].GetProperty("leader").ValueKind == JsonValueKind.Object);
        }
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_hand_over_through_any_member_happens_once_however_often_it_is_asked()
    {
        string[] others = [.. _cluster.Members.Names.Where(name => name != _leader)];

        var (status, first) = await _cluster.PostAsync(others[0], HandOver, new { target = others[1], reason = "maintenance" }, "k1");
        var (again, second) = await _cluster.PostAsync(others[1], HandOver, new { reason = "maintenance", target = others[1] }, "k1");
        var (other, refused) = await _cluster.PostAsync(others[0], HandOver, new { target = _leader, reason = "maintenance" }, "k1");

        Assert.True((status, again) == (200, 200), $"{first} {second}");
        Assert.Equal(first.GetProperty("term").GetInt64(), second.GetProperty("term").GetInt64());
        Assert.True(other is 400 or 409, refused.ToString());
        Assert.Equal(others[1], (await _cluster.Members.WaitForLeaderAsync(OperatedCluster.Election, afterTerm: 1)).Name);
        foreach (var member in _cluster.Members.Names)
        {
            using var isLeader = await _cluster[member].GetAsync("/failover/elections/orders/is-leader", TestContext.Current.CancellationToken);
            Assert.Equal(member == others[1] ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, isLeader.StatusCode);
        }
    }

    [Fact]
    public async Task All_members_have_the_same_audit_trail_with_who_did_it_and_what_was_refused()
    {
        await _cluster.PostAsync(_leader, HandOver, new { reason = "maintenance" });
        var (status, _) = await _cluster.PostAsync(_leader, HandOver, new { taget = "n2" });
        Assert.Equal(400, status);

        var pages = new List<string>();
        foreach (var member in _cluster.Members.Names)
        {
            var page = await _cluster.WaitForAsync(member, "audit?limit=1000", audit => audit.EnumerateArray().Any(record => record.GetProperty("refused").GetBoolean()));
            var records = page.Deserialize(FailoverJson.Default.IReadOnlyListAuditRecord)!;
            Assert.Null(AuditChain.FirstBroken(records));
            Assert.Contains(records, record => record is { Actor: "alice", Method: "Test", Address: "127.0.0.1", Reason: "maintenance", Refused: false });
            var refusal = Assert.Single(records, record => record.Refused);
            Assert.Equal(("alice", "hand-over-refused", OperatedCluster.Election), (refusal.Actor, refusal.Verb, refusal.Election));
            pages.Add(string.Join('\n', records.TakeWhile(record => record != refusal).Append(refusal).Select(record => record.Hash)));
        }

        Assert.Single(pages.Distinct());
    }

    [Fact]
    public async Task What_the_cluster_refuses_has_its_status()
    {
        var (unknown, _) = await _cluster.PostAsync(_leader, "elections/nothing/resign", new { reason = "x" });
        var (member, _) = await _cluster.PostAsync(_leader, "members/n9/drain", new { reason = "x" });
        var (stale, _) = await _cluster.PostAsync(_leader, "elections/orders/promote", new { candidate = "n2", expectedTerm = 99, reason = "x" });
        var (range, problem) = await _cluster.PostAsync(_leader, "elections/orders/pause", new { durationMs = 1, reason = "x" });

        Assert.Equal((404, 404, 412, 400), (unknown, member, stale, range));
        Assert.Equal("durationMs", problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        var before = await _cluster.GetAsync(_leader, "elections/orders");

        var (status, result) = await _cluster.PostAsync(_leader, HandOver, new { dryRun = true });
        var (drill, rehearsed) = await _cluster.PostAsync(_leader, "elections/orders/drill", new { dryRun = true });

        Assert.True((status, drill) == (200, 200), $"{result} {rehearsed}");
        Assert.True(result.GetProperty("isDryRun").GetBoolean());
        Assert.True(rehearsed.GetProperty("isDryRun").GetBoolean());
        Assert.Equal(before.GetProperty("term").GetInt64(), (await _cluster.GetAsync(_leader, "elections/orders")).GetProperty("term").GetInt64());
    }

    [Fact]
    public async Task Policies_pauses_drains_and_drills_work_as_they_are_written()
    {
        var other = _cluster.Members.Names.First(name => name != _leader);
        Assert.Equal(200, (await _cluster.PostAsync(other, "elections/orders/policy", new { reason = "x", policy = new { name = "automatic-within-limits", mostPromotions = 5 } })).Status);
        var election = await _cluster.WaitForAsync(other, "elections/orders", found => found.GetProperty("policy").GetProperty("name").GetString() == "automatic-within-limits");
        Assert.Equal(600_000, election.GetProperty("policy").GetProperty("windowMs").GetInt64());

        Assert.Equal(200, (await _cluster.PostAsync(other, "elections/orders/pause", new { reason = "x", durationMs = 60_000 })).Status);
        await _cluster.WaitForAsync(other, "elections/orders", found => found.GetProperty("pause").ValueKind == JsonValueKind.Object);
        Assert.Equal(200, (await _cluster.PostAsync(other, "elections/orders/resume", new { })).Status);

        var (status, drill) = await _cluster.PostAsync(other, "elections/orders/drill", new { target = other });
        Assert.True(status == 200, drill.ToString());
        Assert.Equal(2, drill.GetProperty("gapsMs").GetArrayLength());
        Assert.Equal(_leader, (await _cluster.WaitForAsync(other, "elections/orders/leader", _ => true)).GetProperty("member").GetString());

        Assert.Equal(200, (await _cluster.PostAsync(other, $"members/{other}/drain", new { reason = "x" })).Status);
        var explanation = await _cluster.GetAsync(other, "elections/orders/explain");
        Assert.Contains("alice", explanation.GetProperty("candidates").EnumerateArray()
            .Single(candidate => candidate.GetProperty("member").GetString() == other).GetProperty("excluded").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, (await _cluster.PostAsync(other, $"members/{other}/undrain", new { })).Status);
    }

    [Fact]
    public async Task Requests_find_the_leader_through_any_member_before_and_after_a_hand_over()
    {
        var other = _cluster.Members.Names.First(name => name != _leader);
        foreach (var member in _cluster.Members.Names)
        {
            Assert.Equal(_leader, await _cluster[member].GetStringAsync("/who?x=1", TestContext.Current.CancellationToken));
        }

        await _cluster.PostAsync(_leader, HandOver, new { target = other });
        await _cluster.WaitForAsync(_leader, "elections/orders", found => found.GetProperty("leader") is { ValueKind: JsonValueKind.Object } leader
            && leader.GetProperty("member").GetString() == other);
        await _cluster.Members.WaitForLeaderAsync(OperatedCluster.Election, afterTerm: 1);

        Assert.Equal(other, await _cluster[_leader].GetStringAsync("/who", TestContext.Current.CancellationToken));
    }
}
