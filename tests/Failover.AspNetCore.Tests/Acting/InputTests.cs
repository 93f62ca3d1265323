using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Failover.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Failover.AspNetCore.Tests.Acting;

/// <summary>Malformed input of well-authenticated operators: refused by the field's name, and recorded.</summary>
public sealed class InputTests : IAsyncLifetime
{
    private OperatorHost _host = null!;

    public static TheoryData<string, string, string?> Bodies => new()
    {
        { "approve", """{"revision":2}""", "request" },
        { "approve", """{"request":5}""", "revision" },
        { "approve", """{"request":"5","revision":2}""", "request" },
        { "approve", """{"request":5.5,"revision":2}""", "request" },
        { "approve", """{"request":null,"revision":2}""", "request" },
        { "approve", """{"request":99999999999999999999,"revision":2}""", "request" },
        { "approve", """{"request":5,"revision":2147483648}""", "revision" },
        { "approve", """{"request":5,"revision":2,"force":true}""", "reason" },
        { "approve", """{"request":5,"revision":2,"force":"true"}""", "force" },
        { "approve", """{"request":5,"revision":2,"candidate":"a b"}""", "candidate" },
        { "approve", """{"request":5,"revision":2,"candidate":""}""", "candidate" },
        { "approve", """{"request":5,"revision":2,"candidate":".."}""", "candidate" },
        { "approve", """{"request":5,"revision":2,"candidat":"n2"}""", "candidat" },
        { "approve", """{"request":5,"revision":2,"Candidate":"n2"}""", "Candidate" },
        { "approve", """{"request":5,"revision":2,"a\u0000b":1}""", "a?b" },
        { "approve", """{"request":5,"request":6,"revision":2}""", null },
        { "reject", """{"request":5,"revision":2}""", "reason" },
        { "reject", """{"request":5,"revision":2,"reason":"  "}""", "reason" },
        { "reject", """{"request":5,"revision":2,"reason":7}""", "reason" },
        { "promote", """{"expectedTerm":7,"reason":"x"}""", "candidate" },
        { "promote", """{"candidate":null,"expectedTerm":7,"reason":"x"}""", "candidate" },
        { "promote", """{"candidate":"n2","reason":"x"}""", "expectedTerm" },
        { "promote", """{"candidate":"n2","expectedTerm":7}""", "reason" },
        { "hand-over", """{"target":"n2/../n3"}""", "target" },
        { "hand-over", """{"target":["n2"]}""", "target" },
        { "hand-over", """{"dryRun":1}""", "dryRun" },
        { "hand-over", """{"reason":"two\nlines"}""", "reason" },
        { "hand-over", """{"reason":"\u202eturned"}""", "reason" },
        { "hand-over", """{"reason":"\ud800"}""", "reason" },
        { "hand-over", "[]", null },
        { "hand-over", "null", null },
        { "hand-over", "7", null },
        { "hand-over", "{", null },
        { "hand-over", "{} {}", null },
        { "hand-over", """{"target":"n2",}""", null },
        { "hand-over", """{"\ud800":1}""", null },
        { "hand-over", """{"target":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":1}}}}}}}}}""", null },
        { "resign", "{}", "reason" },
        { "pause", """{"durationMs":1000}""", "reason" },
        { "pause", """{"reason":"x","durationMs":1.5}""", "durationMs" },
        { "pause", """{"reason":"x","durationMs":"1 h"}""", "durationMs" },
        { "policy", """{"reason":"x"}""", "policy" },
        { "policy", """{"reason":"x","policy":null}""", "policy" },
        { "policy", """{"reason":"x","policy":"automatic"}""", "policy" },
        { "policy", """{"reason":"x","policy":{"name":"a b"}}""", "policy.name" },
        { "policy", """{"reason":"x","policy":{"approval":2}}""", "policy.approval" },
        { "policy", """{"reason":"x","policy":{"approvals":"2"}}""", "policy.approvals" },
        { "policy", """{"reason":"x","policy":{"onRequestTimeout":"Explode"}}""", "policy.onRequestTimeout" },
        { "policy", """{"reason":"x","policy":{"onRequestTimeout":2}}""", "policy.onRequestTimeout" },
    };

    public async ValueTask InitializeAsync() => _host = await OperatorHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_wrong_body_is_refused_and_recorded(string verb, string body, string? field)
    {
        var response = await _host.PostAsync($"/failover/elections/orders/{verb}", body, ("Idempotency-Key", "k1"));

        Assert.Equal("k1", Assert.Single(response.Headers.GetValues("Idempotency-Key")));
        var problem = await OperatorHost.ReadProblemAsync(response, HttpStatusCode.BadRequest);
        Assert.Equal("Invalid", problem.GetProperty("outcome").GetString());
        Assert.Equal(field, problem.TryGetProperty("field", out var found) ? found.GetString() : null);
        Assert.DoesNotContain("Failover.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(_host.Operations.Commands);
        var note = Assert.Single(_host.Operations.Refusals);
        Assert.Equal((verb, "orders", field), (note.Verb, note.Election, note.Field));
        Assert.Equal(problem.GetProperty("detail").GetString(), note.Message);
        Assert.Equal(("alice", "Test", "127.0.0.1"), (note.By.Actor, note.By.Method, note.By.Address));
        Assert.NotEqual("k1", note.By.Key);
    }

    [Fact]
    public async Task An_unknown_field_is_answered_with_the_known_ones()
    {
        var problem = await OperatorHost.ReadProblemAsync(
            await _host.PostAsync("/failover/elections/orders/hand-over", """{"taget":"n2"}"""), HttpStatusCode.BadRequest);

        Assert.Contains("'taget'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("target", problem.GetProperty("detail").GetString()!.Split(':')[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_may_have_1024_characters_in_any_language()
    {
        var body = (int length) => $$"""{"reason":"{{string.Concat(Enumerable.Repeat("ä", length))}}"}""";

        await OperatorHost.ReadAsync(await _host.PostAsync("/failover/members/n2/drain", body(1_024)));
        var problem = await OperatorHost.ReadProblemAsync(await _host.PostAsync("/failover/members/n2/drain", body(1_025)), HttpStatusCode.BadRequest);

        Assert.Equal("reason", problem.GetProperty("field").GetString());
        Assert.Null(Assert.Single(_host.Operations.Refusals).Election);
    }

    [Theory]
    [InlineData("")]
    [InlineData("has space")]
    [InlineData("kéy")]
    [InlineData("101")]
    public async Task A_wrong_key_is_refused(string key)
    {
        var problem = await OperatorHost.ReadProblemAsync(
            await _host.PostAsync("/failover/elections/orders/resume", "{}", ("Idempotency-Key", key == "101" ? new string('k', 101) : key)),
            HttpStatusCode.BadRequest);

        Assert.Equal("Idempotency-Key", problem.GetProperty("field").GetString());
        Assert.Empty(_host.Operations.Commands);
        Assert.Single(_host.Operations.Refusals);
    }

    [Fact]
    public async Task A_key_may_have_100_characters()
    {
        await OperatorHost.ReadAsync(await _host.PostAsync("/failover/elections/orders/resume", "{}", ("Idempotency-Key", new string('~', 100))));

        Assert.Equal(new string('~', 100), Assert.Single(_host.Operations.Commands).By.Key);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task A_wrong_content_type_is_refused(string? type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}"));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        var problem = await OperatorHost.ReadProblemAsync(
            await _host.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/failover/elections/orders/resume") { Content = content }),
            HttpStatusCode.UnsupportedMediaType);

        Assert.Equal("Content-Type", problem.GetProperty("field").GetString());
        Assert.Empty(_host.Operations.Commands);
        Assert.Single(_host.Operations.Refusals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_larger_than_64_kB_is_refused(bool isChunked)
    {
        var content = new StringContent($$"""{"reason":"{{new string('x', 65_536)}}"}""", Encoding.UTF8, "application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, "/failover/elections/orders/resume") { Content = content };
        request.Headers.TransferEncodingChunked = isChunked;

        await OperatorHost.ReadProblemAsync(await _host.SendAsync(request), HttpStatusCode.RequestEntityTooLarge);

        Assert.Empty(_host.Operations.Commands);
    }

    [Fact]
    public async Task A_query_is_refused_so_that_nobody_takes_it_for_a_dry_run()
    {
        var problem = await OperatorHost.ReadProblemAsync(
            await _host.PostAsync("/failover/elections/orders/resume?dryRun=true", "{}"), HttpStatusCode.BadRequest);

        Assert.Equal("dryRun", problem.GetProperty("field").GetString());
        Assert.Empty(_host.Operations.Commands);
    }

    [Fact]
    public async Task What_can_be_no_election_is_not_written_down_as_one()
    {
        await OperatorHost.ReadProblemAsync(await _host.PostAsync("/failover/elections/a%20b/resume", "{}"), HttpStatusCode.BadRequest);

        var note = Assert.Single(_host.Operations.Refusals);
        Assert.Equal((null, "name"), (note.Election, note.Field));
    }

    [Fact]
    public async Task The_refusal_is_answered_although_nobody_can_record_it()
    {
        var clock = new FakeTimeProvider();
        await using var host = await OperatorHost.StartAsync(services: services => services.AddSingleton<TimeProvider>(clock));
        host.Operations.Gate = new TaskCompletionSource().Task;

        var answering = host.PostAsync("/failover/elections/orders/resign", "{}");
        while (host.Operations.Asked.IsEmpty)
        {
            await Task.Yield();
        }

        Assert.False(answering.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        await OperatorHost.ReadProblemAsync(await answering, HttpStatusCode.BadRequest);
    }
}
