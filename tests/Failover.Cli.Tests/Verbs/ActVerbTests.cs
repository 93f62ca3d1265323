using System.Text.Json;

namespace Failover.Cli.Tests.Verbs;

public sealed class ActVerbTests
{
    [Theory]
    [InlineData("approve dispatcher --request 7 --revision 2 --yes", "elections/dispatcher/approve", """{"request":7,"revision":2}""")]
    [InlineData("approve dispatcher --request 7 --revision 2 --candidate n3 --force --reason disk --yes", "elections/dispatcher/approve", """{"request":7,"revision":2,"candidate":"n3","force":true,"reason":"disk"}""")]
    [InlineData("reject dispatcher --request 7 --revision 2 --reason wait -y", "elections/dispatcher/reject", """{"request":7,"revision":2,"reason":"wait"}""")]
    [InlineData("promote dispatcher n2 --expected-term 5 --reason gone --yes", "elections/dispatcher/promote", """{"candidate":"n2","expectedTerm":5,"reason":"gone"}""")]
    [InlineData("promote dispatcher n2 --expected-term 0 --force --reason hangs --yes", "elections/dispatcher/promote", """{"candidate":"n2","expectedTerm":0,"force":true,"reason":"hangs"}""")]
    [InlineData("hand-over dispatcher --yes", "elections/dispatcher/hand-over", "{}")]
    [InlineData("hand-over dispatcher --target n2 --dry-run", "elections/dispatcher/hand-over", """{"target":"n2","dryRun":true}""")]
    [InlineData("hand-over dispatcher --expected-term 7 --yes", "elections/dispatcher/hand-over", """{"expectedTerm":7}""")]
    [InlineData("drill dispatcher --expected-term 7 --yes", "elections/dispatcher/drill", """{"expectedTerm":7}""")]
    [InlineData("resign dispatcher --expected-term 7 --reason database --yes", "elections/dispatcher/resign", """{"expectedTerm":7,"reason":"database"}""")]
    [InlineData("resign dispatcher --reason database --yes", "elections/dispatcher/resign", """{"reason":"database"}""")]
    [InlineData("pause dispatcher --for 10m --reason network", "elections/dispatcher/pause", """{"durationMs":600000,"reason":"network"}""")]
    [InlineData("pause dispatcher --reason network", "elections/dispatcher/pause", """{"reason":"network"}""")]
    [InlineData("resume dispatcher", "elections/dispatcher/resume", "{}")]
    [InlineData("drill dispatcher --target n3 --yes", "elections/dispatcher/drill", """{"target":"n3"}""")]
    [InlineData("drain n1 --reason kernel --yes", "members/n1/drain", """{"reason":"kernel"}""")]
    [InlineData("undrain n1 --reason done", "members/n1/undrain", """{"reason":"done"}""")]
    public async Task Sends_one_command_under_one_key(string line, string route, string body)
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync(line.Split(' ')));

        var act = Assert.Single(member.Acts);
        Assert.Equal($"/failover/{route}", act.Path);
        Assert.Equal(body, act.Body);
        Assert.StartsWith("application/json", act.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", act.Key);
        Assert.Contains("Done: done.", tool.Out.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reject dispatcher --yes")]
    [InlineData("promote dispatcher n2 --yes")]
    [InlineData("resign dispatcher --yes")]
    [InlineData("pause dispatcher")]
    [InlineData("drain n1 --yes")]
    [InlineData("policy set dispatcher --approvals 2 --yes")]
    [InlineData("approve dispatcher --force --yes")]
    public async Task Asks_for_a_reason_before_anything_is_sent(string line)
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member);

        Assert.Equal(2, await tool.RunAsync(line.Split(' ')));

        Assert.Empty(member.Received);
        Assert.Contains("needs a reason", tool.Error.Text, StringComparison.Ordinal);
        Assert.Contains("--reason", tool.Error.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approve dispatcher")]
    [InlineData("reject dispatcher --reason x")]
    [InlineData("promote dispatcher n2 --reason x")]
    [InlineData("hand-over dispatcher")]
    [InlineData("resign dispatcher --reason x")]
    [InlineData("drain n1 --reason x")]
    [InlineData("drill dispatcher")]
    [InlineData("policy set dispatcher --approvals 2 --reason x")]
    public async Task Does_nothing_that_can_not_be_undone_unasked(string line)
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member);

        Assert.Equal(2, await tool.RunAsync(line.Split(' ')));

        Assert.Empty(member.Received);
        Assert.Contains($"failover {line} --yes", tool.Error.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", 0, 1)]
    [InlineData("Yes", 0, 1)]
    [InlineData("", 1, 0)]
    [InlineData("no", 1, 0)]
    public async Task A_person_is_asked(string answer, int code, int acts)
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member) { Answer = answer };

        Assert.Equal(code, await tool.RunAsync("hand-over", "dispatcher", "--target", "n2"));

        Assert.Contains("Hand over dispatcher to n2?", tool.Error.Text, StringComparison.Ordinal);
        Assert.Equal(acts, member.Acts.Count);
    }

    [Fact]
    public void Nobody_is_asked_who_does_not_see_what_is_decided_on()
    {
        var host = new Tool { Answer = "y" }.Host();

        Assert.True(host.CanAsk);
        Assert.False((host with { IsOutTerminal = false }).CanAsk);
        Assert.False((host with { IsErrorTerminal = false }).CanAsk);
    }

    [Fact]
    public async Task Programs_are_not_asked()
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member) { Answer = "y" };

        Assert.Equal(2, await tool.RunAsync("hand-over", "dispatcher", "-o", "json"));

        Assert.Empty(member.Received);
    }

    [Fact]
    public async Task A_promotion_names_the_term_that_was_shown()
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member) { Answer = "y" };

        Assert.Equal(0, await tool.RunAsync("promote", "dispatcher", "n2", "--force", "--reason", "it hangs"));

        Assert.Contains("Depose n1, which leads in term 5, and promote n2 in dispatcher, after term 5?", tool.Error.Text, StringComparison.Ordinal);
        Assert.Equal(5, (long)Assert.Single(member.Acts).Json["expectedTerm"]!);
    }

    [Fact]
    public async Task A_stale_promotion_is_answered_with_the_line_to_repeat()
    {
        var cluster = new FakeCluster { Election = FakeCluster.Led("n3", 6) };
        await using var member = await FakeMember.StartAsync(cluster);
        member.Always("POST elections/dispatcher/promote", Reply.Problem(412, OperatorOutcome.Stale, "the term is 6 now"));
        var tool = new Tool(member);

        Assert.Equal(4, await tool.RunAsync("promote", "dispatcher", "n2", "--expected-term", "5", "--reason", "it's gone", "--yes"));

        Assert.Contains("the term is 6 now.", tool.Error.Text, StringComparison.Ordinal);
        Assert.Contains("n3#4 leads in term 6", tool.Error.Text, StringComparison.Ordinal);
        Assert.Contains("""failover promote dispatcher n2 --reason 'it'\''s gone' --expected-term 6""", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_leader_is_replaced_by_a_hand_over()
    {
        await using var member = await FakeMember.StartAsync();
        member.Always("POST elections/dispatcher/promote", Reply.Problem(409, OperatorOutcome.Conflict, "n1 leads"));
        var tool = new Tool(member);

        Assert.Equal(4, await tool.RunAsync("promote", "dispatcher", "n2", "--reason", "x", "--yes"));

        Assert.Contains("failover hand-over dispatcher --target n2", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drill_shows_both_gaps()
    {
        await using var member = await FakeMember.StartAsync();
        var result = new OperatorResult("k", OperatorOutcome.Done, "n1 leads again", "dispatcher", 7) { GapsMs = [12.5, 8] };
        member.Always("POST elections/dispatcher/drill", Reply.Json(result, FailoverJson.Default.OperatorResult));
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync("drill", "dispatcher", "--yes"));

        Assert.Contains("12.5 ms there, 8 ms back", tool.Out.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_happen_is_not_said_to_have_happened()
    {
        await using var member = await FakeMember.StartAsync();
        var result = new OperatorResult("k", OperatorOutcome.Done, "n2 would lead", "dispatcher") { IsDryRun = true };
        member.Always("POST elections/dispatcher/hand-over", Reply.Json(result, FailoverJson.Default.OperatorResult));
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync("hand-over", "dispatcher", "--dry-run"));

        Assert.Contains("Would be done: n2 would lead.", tool.Out.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Done:", tool.Out.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, OperatorOutcome.Invalid, 1)]
    [InlineData(404, OperatorOutcome.NotFound, 1)]
    [InlineData(409, OperatorOutcome.Conflict, 4)]
    [InlineData(409, OperatorOutcome.NotEligible, 4)]
    [InlineData(412, OperatorOutcome.Stale, 4)]
    public async Task Refusals_have_their_exit_codes_and_are_json_for_programs(int status, OperatorOutcome outcome, int code)
    {
        await using var member = await FakeMember.StartAsync();
        member.Always("POST elections/dispatcher/resign", Reply.Problem(status, outcome, "it can not be", "reason"));
        var tool = new Tool(member);

        Assert.Equal(code, await tool.RunAsync("resign", "dispatcher", "--reason", "x", "--yes", "--output", "json"));

        Assert.Equal("", tool.Out.Text);
        using var json = JsonDocument.Parse(tool.Error.Text);
        Assert.Equal(outcome.ToString(), json.RootElement.GetProperty("outcome").GetString());
        Assert.Equal("it can not be.", json.RootElement.GetProperty("message").GetString());
        Assert.Equal(code, json.RootElement.GetProperty("exitCode").GetInt32());
        Assert.Equal("reason", json.RootElement.GetProperty("field").GetString());
    }

    [Theory]
    [InlineData(401, "--token")]
    [InlineData(403, "authentication")]
    public async Task Who_may_not_is_told_what_is_missing(int status, string advice)
    {
        await using var member = await FakeMember.StartAsync();
        member.Always("POST elections/dispatcher/resume", Reply.Text("", "text/plain", status));
        var tool = new Tool(member);

        Assert.Equal(1, await tool.RunAsync("resume", "dispatcher"));

        Assert.Contains(advice, tool.Error.Text, StringComparison.Ordinal);
    }
}
