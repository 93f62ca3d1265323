using System.Text.Json;

namespace Failover.AspNetCore.Tests.Clusters;

/// <summary>Operators at a real cluster that waits for them.</summary>
public sealed class ApprovedClusterTests : IAsyncLifetime
{
    private readonly OperatedCluster _cluster = new(PromotionPolicy.OperatorApprovedName);
    private string _old = "";
    private string[] _left = [];

    public async ValueTask InitializeAsync()
    {
        await _cluster.StartAsync();
        _old = (await _cluster.Members.WaitForLeaderAsync(OperatedCluster.Election)).Name;
        _left = [.. _cluster.Members.Names.Where(name => name != _old)];
        foreach (var member in _left)
        {
            await _cluster.WaitForAsync(member, "status", status =>
                status.GetProperty("members").EnumerateArray().All(known => known.GetProperty("session").ValueKind == JsonValueKind.Object)
                && status.GetProperty("elections")[0].GetProperty("candidates").GetArrayLength() == 3);
        }
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task An_approval_of_what_the_operator_saw_promotes_and_one_of_an_old_revision_does_not()
    {
        await _cluster.Members.CrashAsync(_old);
        var number = (await OpenRequestAsync()).GetProperty("number").GetInt64();

        var (stale, problem) = await _cluster.PostAsync(_left[0], "elections/orders/approve", new { request = number, revision = 1_000 });
        Assert.True(stale == 412, problem.ToString());
        var request = await DecideAsync("approve", reason: null);

        var leader = await _cluster.Members.WaitForLeaderAsync(OperatedCluster.Election, afterTerm: 1);
        Assert.Equal(request.GetProperty("candidate").GetProperty("member").GetString(), leader.Name);
    }

    [Fact]
    public async Task A_rejected_candidate_is_passed_over_and_a_promotion_needs_no_request()
    {
        await _cluster.Members.CrashAsync(_old);
        var request = await DecideAsync("reject", "its disk is old");
        var rejected = request.GetProperty("candidate").GetProperty("member").GetString();
        var election = await _cluster.WaitForAsync(_left[0], "elections/orders", found => found.GetProperty("passedOver").GetArrayLength() == 1);
        Assert.Contains("alice", election.GetProperty("passedOver")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);

        var (promoted, promotion) = await _cluster.PostAsync(
            _left[1], "elections/orders/promote", new { candidate = rejected, expectedTerm = election.GetProperty("term").GetInt64(), reason = "after all" });
        Assert.True(promoted == 200, promotion.ToString());
        Assert.Equal(rejected, (await _cluster.Members.WaitForLeaderAsync(OperatedCluster.Election, afterTerm: 1)).Name);
    }

    [Fact]
    public async Task The_events_of_a_failover_go_on_at_another_member()
    {
        var seen = new SortedDictionary<long, string>();
        using (var request = new HttpRequestMessage(HttpMethod.Get, "/failover/events?after=0"))
        using (var response = await _cluster[_left[0]].SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
        {
            await ReadUntilAsync(response, seen, status => status.GetProperty("elections")[0].GetProperty("leader").ValueKind == JsonValueKind.Object);
        }

        await _cluster.Members.CrashAsync(_old);
        await OpenRequestAsync();
        using var again = new HttpRequestMessage(HttpMethod.Get, "/failover/events");
        again.Headers.Add("Last-Event-ID", seen.Keys.Max().ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var second = await _cluster[_left[1]].SendAsync(again, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await ReadUntilAsync(second, seen, status => status.GetProperty("elections")[0].GetProperty("request").ValueKind == JsonValueKind.Object);

        Assert.Equal(Enumerable.Range(1, seen.Count).Select(number => (long)number), seen.Keys);
        var trail = await _cluster.GetAsync(_left[1], "audit?limit=1000");
        Assert.Equal(trail.EnumerateArray().Take(seen.Count).Select(record => record.GetProperty("hash").GetString()), seen.Values);
    }

    private static async Task ReadUntilAsync(HttpResponseMessage response, SortedDictionary<long, string> records, Func<JsonElement, bool> last)
    {
        using var events = new Events.EventReader(
            response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
        while (await events.NextAsync() is { } block)
        {
            if (!block.TryGetValue("event", out var name))
            {
                continue;
            }

            var data = JsonElement.Parse(block["data"]);
            if (name == "audit")
            {
                records.Add(data.GetProperty("number").GetInt64(), data.GetProperty("hash").GetString()!);
            }
            else if (last(data))
            {
                return;
            }
        }

        Assert.Fail("the stream ended");
    }

    /// <summary>Decides on the open request, and looks again, as a person would, when its evidence has changed meanwhile.</summary>
    private async Task<JsonElement> DecideAsync(string verb, string? reason)
    {
        while (true)
        {
            var request = await OpenRequestAsync();
            var body = new { request = request.GetProperty("number").GetInt64(), revision = request.GetProperty("revision").GetInt32(), reason };
            var (status, result) = await _cluster.PostAsync(_left[1], $"elections/orders/{verb}", body);
            if (status == 200)
            {
                return request;
            }

            Assert.True(status == 412, result.ToString());
        }
    }

    private async Task<JsonElement> OpenRequestAsync()
    {
        JsonElement open = default;
        foreach (var member in _left)
        {
            var requests = await _cluster.WaitForAsync(member, "requests", found => found.GetArrayLength() == 1
                && found[0].GetProperty("candidate").ValueKind == JsonValueKind.Object);
            open = requests[0];
        }

        return open;
    }
}
