using System.Net;
using Failover.AspNetCore.Tests.Support;

namespace Failover.AspNetCore.Tests.Acting;

/// <summary>What commands become, and how they are answered.</summary>
public sealed class CommandTests : IAsyncLifetime
{
    private static readonly OperatorNote By = new("alice", "tired of it", "k1", "Test", "127.0.0.1");

    private OperatorHost _host = null!;

    public static TheoryData<string, string, OperatorCommand> Commands => new()
    {
        { "elections/orders/approve", """{"request":5,"revision":2,"reason":"tired of it"}""", new OperatorCommand.Approve("orders", 5, 2, null, false, By) },
        {
            "elections/orders/approve", """{"request":5,"revision":2,"candidate":"n3","force":true,"reason":"tired of it"}""",
            new OperatorCommand.Approve("orders", 5, 2, "n3", true, By)
        },
        { "elections/orders/reject", """{"request":5,"revision":2,"reason":"tired of it"}""", new OperatorCommand.Reject("orders", 5, 2, By) },
        {
            "elections/orders/promote", """{"candidate":"n2","expectedTerm":7,"force":true,"reason":"tired of it","dryRun":true}""",
            new OperatorCommand.PromoteMember("orders", 7, "n2", true, By) { DryRun = true }
        },
        { "elections/orders/hand-over", """{"target":"n2","reason":"tired of it"}""", new OperatorCommand.HandOverLeadership("orders", "n2", By) },
        { "elections/orders/hand-over", """{"target":null,"reason":"tired of it"}""", new OperatorCommand.HandOverLeadership("orders", null, By) },
        { "elections/orders/hand-over", """{"expectedTerm":7,"reason":"tired of it"}""", new OperatorCommand.HandOverLeadership("orders", null, By) { ExpectedTerm = 7 } },
        { "elections/orders/resign", """{"reason":"tired of it"}""", new OperatorCommand.ResignLeader("orders", By) },
        { "elections/orders/resign", """{"expectedTerm":7,"reason":"tired of it"}""", new OperatorCommand.ResignLeader("orders", By) { ExpectedTerm = 7 } },
        { "elections/orders/pause", """{"reason":"tired of it","durationMs":60000}""", new OperatorCommand.PauseElection("orders", 60_000, By) },
        { "elections/orders/pause", """{"reason":"tired of it"}""", new OperatorCommand.PauseElection("orders", null, By) },
        { "elections/orders/resume", """{"reason":"tired of it"}""", new OperatorCommand.ResumeElection("orders", By) },
        {
            "elections/orders/policy",
            """{"reason":"tired of it","policy":{"name":"operator-approved","approvals":2,"requestTimeoutMs":5000,"onRequestTimeout":"Promote"}}""",
            new OperatorCommand.SetPolicy(
                "orders",
                new PromotionPolicy { Name = "operator-approved", Approvals = 2, RequestTimeoutMs = 5_000, OnRequestTimeout = RequestTimeoutAction.Promote },
                By)
        },
        {
            "elections/orders/policy",
            """{"reason":"tired of it","policy":{"name":"automatic"},"expectedRevision":3}""",
            new OperatorCommand.SetPolicy("orders", PromotionPolicy.Automatic, By) { ExpectedRevision = 3 }
        },
        { "elections/orders/drill", """{"target":"n2","reason":"tired of it","dryRun":true}""", new OperatorCommand.HandOverLeadership("orders", "n2", By) { DryRun = true } },
        { "members/n2/drain", """{"reason":"tired of it"}""", new OperatorCommand.DrainMember("n2", By) },
        { "members/n2/undrain", """{"reason":"tired of it"}""", new OperatorCommand.UndrainMember("n2", By) },
    };

    public async ValueTask InitializeAsync() => _host = await OperatorHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Commands), DisableDiscoveryEnumeration = true)]
    public async Task Each_route_asks_for_its_command_in_the_operators_name(string path, string body, OperatorCommand expected)
    {
        var response = await _host.PostAsync($"/failover/{path}", body, ("Idempotency-Key", "k1"));

        Assert.Equal("k1", Assert.Single(response.Headers.GetValues("Idempotency-Key")));
        var result = await OperatorHost.ReadAsync(response);
        Assert.Equal("Done", result.GetProperty("outcome").GetString());
        Assert.Equal("k1", result.GetProperty("key").GetString());
        Assert.Equal(expected.DryRun, result.GetProperty("isDryRun").GetBoolean());
        var asked = Assert.Single(_host.Operations.Asked);
        Assert.Equal(CommandDigest.Of(expected), asked.By.Digest);
        Assert.Equal(expected, asked with { By = asked.By with { Digest = null } });
    }

    [Fact]
    public async Task A_drill_is_rehearsed_and_answered_with_both_gaps()
    {
        var result = await OperatorHost.ReadAsync(
            await _host.PostAsync("/failover/elections/orders/drill", """{"target":"n2"}""", ("Idempotency-Key", "k2")));

        Assert.Equal([12.5, 11], result.GetProperty("gapsMs").EnumerateArray().Select(gap => gap.GetDouble()));
        var asked = Assert.IsType<OperatorCommand.HandOverLeadership>(Assert.Single(_host.Operations.Asked));
        Assert.Equal(("orders", "n2", "k2"), (asked.Election, asked.Target, asked.By.Key));
        Assert.NotEqual(CommandDigest.Of(asked), asked.By.Digest);
    }

    [Theory]
    [InlineData(OperatorOutcome.Invalid, 400)]
    [InlineData(OperatorOutcome.NotFound, 404)]
    [InlineData(OperatorOutcome.Conflict, 409)]
    [InlineData(OperatorOutcome.NotEligible, 409)]
    [InlineData(OperatorOutcome.Stale, 412)]
    [InlineData(OperatorOutcome.Unavailable, 503)]
    [InlineData(OperatorOutcome.Unknown, 504)]
    public async Task Each_outcome_has_its_status_and_all_parts_of_the_result(OperatorOutcome outcome, int status)
    {
        _host.Operations.Answer = command =>
            new OperatorResult(command.By.Key, outcome, "it is so", "orders", 7) { Request = 5, Field = outcome == OperatorOutcome.Invalid ? "target" : null };

        var response = await _host.PostAsync("/failover/elections/orders/hand-over", "{}", ("Idempotency-Key", "k3"));

        Assert.Equal("k3", Assert.Single(response.Headers.GetValues("Idempotency-Key")));
        Assert.Equal(status == 503, response.Headers.RetryAfter is not null);
        var problem = await OperatorHost.ReadProblemAsync(response, (HttpStatusCode)status);
        Assert.Equal("it is so", problem.GetProperty("detail").GetString());
        Assert.Equal(outcome.ToString(), problem.GetProperty("outcome").GetString());
        Assert.Equal("k3", problem.GetProperty("key").GetString());
        Assert.Equal("orders", problem.GetProperty("election").GetString());
        Assert.Equal(7, problem.GetProperty("term").GetInt64());
        Assert.Equal(5, problem.GetProperty("request").GetInt64());
        Assert.Equal(outcome == OperatorOutcome.Invalid, problem.TryGetProperty("field", out _));
    }

    [Fact]
    public async Task Without_a_key_one_is_made_up_and_returned()
    {
        var first = await _host.PostAsync("/failover/elections/orders/hand-over", "{}");
        var second = await _host.PostAsync("/failover/elections/orders/hand-over", "");

        string[] keys = [.. new[] { first, second }.Select(response => Assert.Single(response.Headers.GetValues("Idempotency-Key")))];
        Assert.Equal(keys, _host.Operations.Asked.Select(command => command.By.Key));
        Assert.NotEqual(keys[0], keys[1]);
    }

    [Fact]
    public async Task The_digest_tells_another_command_and_another_actor_but_not_another_way_to_the_cluster()
    {
        string[] bodies = ["""{"target":"n2"}""", """{ "target" : "n2" }""", """{"target":"n3"}""", """{"target":"n2","dryRun":true}""", """{"target":"n2","reason":"x"}"""];
        foreach (var body in bodies)
        {
            await OperatorHost.ReadAsync(await _host.PostAsync("/failover/elections/orders/hand-over", body, ("Idempotency-Key", "k4")));
        }

        await _host.PostAsync("/failover/elections/orders/hand-over", bodies[0], (TestScheme.Header, "name=bob;role=operators"));
        await _host.PostAsync("/failover/elections/orders/hand-over", bodies[0], (OperatorHost.RemoteHeader, "10.0.0.1"), ("Idempotency-Key", "k5"));
        await _host.PostAsync("/failover/elections/elsewhere/hand-over", bodies[0], ("Idempotency-Key", "k4"));
        await _host.PostAsync("/failover/elections/orders/drill", bodies[0], ("Idempotency-Key", "k4"));

        string[] digests = [.. _host.Operations.Asked.Select(command => command.By.Digest!)];
        Assert.Equal(digests[0], digests[1]);
        Assert.Equal(digests[0], digests[6]);
        Assert.Equal(7, digests.Distinct().Count());
        Assert.All(digests, digest => Assert.Matches("^[0-9a-f]{64}$", digest));
    }

    [Theory]
    [InlineData("name=alice;sub=u-1;role=operators", null, "alice")]
    [InlineData("sub=u-1;role=operators", null, "u-1")]
    [InlineData("name=alice;sub=u-1;role=operators", "sub", "u-1")]
    public async Task The_actor_is_the_name_or_the_subject_or_the_chosen_claim(string claims, string? claim, string actor)
    {
        await using var host = await OperatorHost.StartAsync(options => options.ActorClaim = claim);

        await OperatorHost.ReadAsync(await host.PostAsync(
            "/failover/elections/orders/resume", "{}", (TestScheme.Header, claims), (OperatorHost.RemoteHeader, "::ffff:10.1.2.3")));

        var by = Assert.Single(host.Operations.Asked).By;
        Assert.Equal((actor, "Test", "10.1.2.3"), (by.Actor, by.Method, by.Address));
    }

    [Theory]
    [InlineData("role=operators")]
    [InlineData("name=;role=operators")]
    [InlineData("name=a%0Ab;role=operators")]
    public async Task Who_has_no_usable_name_may_not_act(string claims)
    {
        await OperatorHost.ReadProblemAsync(
            await _host.PostAsync("/failover/elections/orders/resume", "{}", (TestScheme.Header, claims)), HttpStatusCode.Forbidden);

        Assert.Empty(_host.Operations.Asked);
    }
}
