using System.Text.Json;

namespace Failover.Cli.Tests.Verbs;

public sealed class ReadVerbTests
{
    [Theory]
    [InlineData("status", "GET /failover/status", "shop|coordinator n3|dispatcher|n1#4|3m 0s ago|operator-approved|n2:7101|zone=a")]
    [InlineData("elections", "GET /failover/elections", "dispatcher|n1#4|5")]
    [InlineData("elections dispatcher", "GET /failover/elections/dispatcher", "n1#4 leads in term 5|after 1m escalate|VACANT BEFORE|12.5 ms")]
    [InlineData("members", "GET /failover/members", "n1|none|n3#3|coordinator")]
    [InlineData("requests", "GET /failover/requests", "No promotion waits")]
    [InlineData("explain dispatcher", "GET /failover/elections/dispatcher/explain", "n1 leads because|n2 would follow|it is drained")]
    [InlineData("policy show dispatcher", "GET /failover/elections/dispatcher", "--request-timeout|1m|--on-timeout|escalate")]
    public async Task Reads_and_shows(string line, string expected, string shown)
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member);

        var code = await tool.RunAsync(line.Split(' '));

        Assert.Equal(0, code);
        Assert.Equal("", tool.Error.Text);
        Assert.Equal(expected, string.Join(", ", member.Received.Select(request => $"{request.Method} {request.Path}")));
        Assert.All(shown.Split('|'), text => Assert.Contains(text, tool.Out.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("status", "clusterId")]
    [InlineData("elections dispatcher", "policy")]
    [InlineData("explain dispatcher", "summary")]
    [InlineData("policy show dispatcher", "approvals")]
    public async Task Prints_the_servers_value_as_json(string line, string property)
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync([.. line.Split(' '), "--output", "json"]));

        using var json = JsonDocument.Parse(tool.Out.Text);
        Assert.True(json.RootElement.TryGetProperty(property, out _), tool.Out.Text);
    }

    [Theory]
    [InlineData("elections", 1)]
    [InlineData("members", 3)]
    [InlineData("requests", 1)]
    [InlineData("audit list", 3)]
    public async Task Prints_lists_as_json(string line, int count)
    {
        await using var member = await FakeMember.StartAsync(new FakeCluster { Election = FakeCluster.Vacant() });
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync([.. line.Split(' '), "-o", "json"]));

        using var json = JsonDocument.Parse(tool.Out.Text);
        Assert.Equal(count, json.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Says_what_waits_and_the_line_to_type()
    {
        await using var member = await FakeMember.StartAsync(new FakeCluster { Election = FakeCluster.Vacant() });
        var tool = new Tool(member);

        await tool.RunAsync("status");

        Assert.Contains("vacant: crash confirmed", tool.Out.Text, StringComparison.Ordinal);
        Assert.Contains("request 7, revision 2, candidate n2", tool.Out.Text, StringComparison.Ordinal);
        Assert.Contains("failover approve dispatcher", tool.Out.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_the_evidence_of_one_request()
    {
        await using var member = await FakeMember.StartAsync(new FakeCluster { Election = FakeCluster.Vacant() });
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync("requests", "dispatcher"));

        Assert.All(
            ["promote n2#3 in dispatcher, in term 6", "its lease has run out", "is silent", "2345 ms before", "no more may fail", "(--force overrides)"],
            text => Assert.Contains(text, tool.Out.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Warns_of_a_member_that_may_be_behind()
    {
        await using var member = await FakeMember.StartAsync(new FakeCluster { HasSession = false });
        var tool = new Tool(member);

        await tool.RunAsync("status");

        Assert.Contains("what it says may be old", tool.Out.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_does_not_write_has_the_contracts_default()
    {
        await using var member = await FakeMember.StartAsync();
        const string Sparse = """
            {"name":"dispatcher","term":5,"cause":"Resigned","since":"2026-03-01T11:00:00Z","policy":{"name":"operator-approved"},
             "candidates":[{"member":"n1","later":1}],"history":[]}
            """;
        member.Always("GET elections/dispatcher", Reply.Text(Sparse, "application/json"));
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync("elections", "dispatcher"));

        Assert.Contains("operator-approved, 1 approval, waits without end", tool.Out.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"name":null,"term":5,"cause":"Resigned","since":"2026-03-01T11:00:00Z","policy":{},"candidates":[],"history":[]}""")]
    [InlineData("""{"name":"x","term":5,"cause":"LaterWord","since":"2026-03-01T11:00:00Z","policy":{},"candidates":[],"history":[]}""")]
    public async Task What_is_not_understood_is_said_to_be_so(string body)
    {
        await using var member = await FakeMember.StartAsync();
        member.Always("GET elections/dispatcher", Reply.Text(body, "application/json"));
        var tool = new Tool(member);

        Assert.Equal(1, await tool.RunAsync("elections", "dispatcher"));

        Assert.Contains("is not understood", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_what_does_not_exist_from_what_is_no_interface()
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member);

        Assert.Equal(1, await tool.RunAsync("elections", "other"));
        Assert.Contains("there is no such thing.", tool.Error.Text, StringComparison.Ordinal);

        var lost = new Tool().With("FAILOVER_SERVERS", $"{member.Url}/elsewhere");
        Assert.Equal(1, await lost.RunAsync("status"));
        Assert.Contains("Is the path right?", lost.Error.Text, StringComparison.Ordinal);
    }
}
