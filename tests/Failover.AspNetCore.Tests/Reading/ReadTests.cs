using System.Net;
using System.Text.Json;
using Failover.AspNetCore.Tests.Support;
using Failover.Serialization;

namespace Failover.AspNetCore.Tests.Reading;

public sealed class ReadTests : IAsyncLifetime
{
    private OperatorHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await OperatorHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_status_has_all_that_the_contract_has()
    {
        var response = await _host.GetAsync("/failover/status");

        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        var status = await OperatorHost.ReadAsync(response);
        Assert.Equal(JsonSerializer.Serialize(Samples.Status, FailoverJson.Default.ClusterStatus), status.GetRawText());
        Assert.Equal("LeaseExpired", status.GetProperty("elections")[0].GetProperty("cause").GetString());
    }

    [Fact]
    public async Task Elections_members_and_requests_are_parts_of_the_status()
    {
        var status = await OperatorHost.ReadAsync(await _host.GetAsync("/failover/status"));
        var elections = await OperatorHost.ReadAsync(await _host.GetAsync("/failover/elections"));
        var election = await OperatorHost.ReadAsync(await _host.GetAsync("/failover/elections/orders"));
        var members = await OperatorHost.ReadAsync(await _host.GetAsync("/failover/members"));
        var requests = await OperatorHost.ReadAsync(await _host.GetAsync("/failover/requests"));

        Assert.Equal(status.GetProperty("elections").GetRawText(), elections.GetRawText());
        Assert.Equal(elections[0].GetRawText(), election.GetRawText());
        Assert.Equal(status.GetProperty("members").GetRawText(), members.GetRawText());
        Assert.Equal(1, requests.GetArrayLength());
        Assert.Equal(election.GetProperty("request").GetRawText(), requests[0].GetRawText());
    }

    [Fact]
    public async Task An_explanation_comes_from_the_coordinator()
    {
        var explanation = await OperatorHost.ReadAsync(await _host.GetAsync("/failover/elections/orders/explain"));

        Assert.Equal(JsonSerializer.Serialize(Samples.Explanation, FailoverJson.Default.Explanation), explanation.GetRawText());
    }

    [Fact]
    public async Task Without_a_coordinator_there_is_no_explanation_now()
    {
        _host.Operations.NotExplained = new FailoverException("no coordinator: n2 and n3 are missing");

        var response = await _host.GetAsync("/failover/elections/orders/explain");

        Assert.NotNull(response.Headers.RetryAfter);
        var problem = await OperatorHost.ReadProblemAsync(response, HttpStatusCode.ServiceUnavailable);
        Assert.Equal("no coordinator: n2 and n3 are missing", problem.GetProperty("detail").GetString());
        Assert.Equal("Unavailable", problem.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_fault_is_a_problem_without_its_inside()
    {
        _host.Operations.NotExplained = new InvalidCastException("inside");

        var problem = await OperatorHost.ReadProblemAsync(
            await _host.GetAsync("/failover/elections/orders/explain"), HttpStatusCode.InternalServerError);

        Assert.DoesNotContain("inside", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/failover/elections/nothing")]
    [InlineData("/failover/elections/nothing/explain")]
    [InlineData("/failover/elections/nothing/leader")]
    [InlineData("/failover/elections/nothing/is-leader")]
    [InlineData("/failover/statuss")]
    [InlineData("/failover/elections/orders/resignn")]
    public async Task What_there_is_not_is_not_found(string path)
    {
        var problem = await OperatorHost.ReadProblemAsync(await _host.GetAsync(path), HttpStatusCode.NotFound);

        Assert.Equal("NotFound", problem.GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("/failover/elections/a%20b")]
    [InlineData("/failover/elections/..%2f..")]
    [InlineData("/failover/elections/a%0Ab/explain")]
    [InlineData("/failover/elections/%3Cscript%3E/leader")]
    [InlineData("/failover/elections/ä/is-leader")]
    public async Task What_can_be_no_name_is_refused(string path)
    {
        var problem = await OperatorHost.ReadProblemAsync(await _host.GetAsync(path), HttpStatusCode.BadRequest);

        Assert.Equal("name", problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task Another_method_is_refused_with_those_there_are()
    {
        var response = await _host.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "/failover/status"));

        Assert.Equal(["GET"], response.Content.Headers.Allow);
        await OperatorHost.ReadProblemAsync(response, HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task The_audit_trail_is_read_page_by_page()
    {
        _host.Operations.Record([.. Enumerable.Range(1, 250).Select(number => $"verb{number}")]);

        Assert.Equal(100, (await AuditAsync("")).Count);
        Assert.Equal([.. Enumerable.Range(1, 7).Select(n => (long)n)], await AuditAsync("?limit=7"));
        Assert.Equal([249, 250], await AuditAsync("?after=248&limit=1000"));
        Assert.Empty(await AuditAsync("?after=9223372036854775807"));
    }

    [Fact]
    public async Task The_audit_trail_of_one_election_has_full_pages()
    {
        _host.Operations.Record([.. Enumerable.Range(1, 50).Select(number => $"verb{number}")]);

        Assert.Equal([1, 3, 5, 7], await AuditAsync("?election=orders&limit=4"));
        Assert.Equal([9, 11], await AuditAsync("?election=orders&limit=2&after=7"));
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=1001", "limit")]
    [InlineData("?limit=ten", "limit")]
    [InlineData("?limit=", "limit")]
    [InlineData("?limit=1&limit=2", "limit")]
    [InlineData("?after=-1", "after")]
    [InlineData("?after=1.5", "after")]
    [InlineData("?after=9223372036854775808", "after")]
    [InlineData("?election=a%20b", "election")]
    [InlineData("?elections=orders", "elections")]
    public async Task A_wrong_parameter_is_refused_by_its_name(string query, string field)
    {
        var problem = await OperatorHost.ReadProblemAsync(await _host.GetAsync("/failover/audit" + query), HttpStatusCode.BadRequest);

        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.Equal("Invalid", problem.GetProperty("outcome").GetString());
    }

    private async Task<List<long>> AuditAsync(string query)
    {
        var page = await OperatorHost.ReadAsync(await _host.GetAsync("/failover/audit" + query));
        return [.. page.Deserialize(FailoverJson.Default.IReadOnlyListAuditRecord)!.Select(record => record.Number)];
    }
}
