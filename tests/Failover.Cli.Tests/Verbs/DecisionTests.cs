using System.Text.Json;

namespace Failover.Cli.Tests.Verbs;

/// <summary>Decisions name the revision that was shown.</summary>
public sealed class DecisionTests
{
    [Fact]
    public async Task Approval_shows_the_evidence_asks_and_names_what_it_showed()
    {
        await using var member = await FakeMember.StartAsync(new FakeCluster { Election = FakeCluster.Vacant(revision: 3) });
        var tool = new Tool(member) { Answer = "yes" };

        Assert.Equal(0, await tool.RunAsync("approve", "dispatcher"));

        Assert.Contains("the policy asks for one operator's approval", tool.Out.Text, StringComparison.Ordinal);
        Assert.Contains("Approve request 7, revision 3: promote n2 in dispatcher?", tool.Error.Text, StringComparison.Ordinal);
        Assert.Equal("""{"request":7,"revision":3}""", Assert.Single(member.Acts).Body);
    }

    [Fact]
    public async Task What_changes_while_a_person_thinks_is_refused_by_the_revision()
    {
        var cluster = new FakeCluster { Election = FakeCluster.Vacant(revision: 3) };
        await using var member = await FakeMember.StartAsync(cluster);
        member.Always("POST elections/dispatcher/approve", context =>
        {
            cluster.Election = FakeCluster.Vacant(revision: 4, candidate: "n3");
            return Reply.Problem(412, OperatorOutcome.Stale, "revision 3 has moved on")(context);
        });
        var tool = new Tool(member) { Answer = "y" };

        Assert.Equal(4, await tool.RunAsync("approve", "dispatcher", "--server", member.Url, "--token", "secret", "--reason", "looks right"));

        Assert.Equal(3, (int)Assert.Single(member.Acts).Json["revision"]!);
        Assert.Contains("revision 4: promote n3#3", tool.Out.Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.EndsWith($"  failover approve dispatcher --server {member.Url} --reason 'looks right' --request 7 --revision 4\n", tool.Error.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", tool.Error.Text + tool.Out.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_gets_the_line_to_repeat_as_well()
    {
        await using var member = await FakeMember.StartAsync(new FakeCluster { Election = FakeCluster.Vacant(revision: 4) });
        member.Always("POST elections/dispatcher/reject", Reply.Problem(412, OperatorOutcome.Stale, "revision 3 has moved on"));
        var tool = new Tool(member);

        Assert.Equal(4, await tool.RunAsync("reject", "dispatcher", "--request", "7", "--revision", "3", "--reason", "x", "--yes", "-o", "json"));

        using var json = JsonDocument.Parse(tool.Error.Text);
        Assert.Contains(
            "failover reject dispatcher --reason x --output json --request 7 --revision 4",
            json.RootElement.GetProperty("next").EnumerateArray().Select(next => next.GetString()));
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    public async Task What_may_have_been_done_is_repeated_as_the_same_decision(string verb)
    {
        await using var member = await FakeMember.StartAsync(new FakeCluster { Election = FakeCluster.Vacant(revision: 3) });
        member.Always($"POST elections/dispatcher/{verb}", Reply.Problem(504, OperatorOutcome.Unknown, "no answer within 10 s"));
        var tool = new Tool(member);

        Assert.Equal(3, await tool.RunAsync(verb, "dispatcher", "--reason", "x", "--yes", "--timeout", "1s"));

        Assert.EndsWith($" --request 7 --revision 3 --idempotency-key {member.Acts[0].Key}\n", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_open_request_it_says_who_leads()
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member);

        Assert.Equal(4, await tool.RunAsync("approve", "dispatcher", "--yes"));

        Assert.Empty(member.Acts);
        Assert.Contains("no open promotion request", tool.Error.Text, StringComparison.Ordinal);
        Assert.Contains("n1#4 leads in term 5", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_approved_where_nobody_is_eligible()
    {
        await using var member = await FakeMember.StartAsync(new FakeCluster { Election = FakeCluster.Vacant(candidate: null) });
        var tool = new Tool(member);

        Assert.Equal(4, await tool.RunAsync("approve", "dispatcher", "--yes"));

        Assert.Empty(member.Acts);
        Assert.Contains("--candidate", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_loser_of_a_race_is_told_who_won()
    {
        var cluster = new FakeCluster { Election = FakeCluster.Vacant() };
        await using var member = await FakeMember.StartAsync(cluster);
        member.Always("POST elections/dispatcher/approve", context =>
        {
            cluster.Election = FakeCluster.Led("n3", 6);
            return Reply.Problem(409, OperatorOutcome.Conflict, "bob approved n3 before")(context);
        });
        var tool = new Tool(member);

        Assert.Equal(4, await tool.RunAsync("approve", "dispatcher", "--yes"));

        Assert.Contains("bob approved n3 before.", tool.Error.Text, StringComparison.Ordinal);
        Assert.Contains("n3#4 leads in term 6", tool.Error.Text, StringComparison.Ordinal);
    }
}
