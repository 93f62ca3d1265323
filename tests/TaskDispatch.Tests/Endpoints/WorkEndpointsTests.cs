using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TaskDispatch.Store;
using TaskDispatch.Tests.Support;

namespace TaskDispatch.Tests.Endpoints;

public sealed class WorkEndpointsTests : IAsyncLifetime
{
    private readonly SqliteTestDatabase _database = new();
    private readonly TempDirectory _records = new();
    private readonly HttpClient _http = new();
    private TestMember? _member;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestMember Member => _member!;

    public async ValueTask InitializeAsync()
    {
        _member = await TestMember.StartAsync("n1", _database, _records.FullName, ("LongPoll", "00:00:30"));
        _http.BaseAddress = new Uri(_member.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Member.DisposeAsync();
        _records.Dispose();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("work/next")]
    [InlineData("work/1/result")]
    public async Task A_member_that_does_not_lead_says_who_does(string path)
    {
        Member.Election.See(4, "n2", "http://n2:5001");

        var (status, body) = await PostAsync(path);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, status);
        Assert.Equal("{\"leader\":\"n2\",\"address\":\"http://n2:5001\",\"term\":4}", body);
    }

    [Fact]
    public async Task A_member_that_does_not_lead_says_that_nobody_does()
    {
        var (status, body) = await PostAsync("work/next");

        Assert.Equal(HttpStatusCode.MisdirectedRequest, status);
        Assert.Equal("{\"leader\":null,\"address\":null,\"term\":0}", body);
    }

    [Fact]
    public async Task The_leader_hands_out_a_task_and_records_its_result_once()
    {
        var id = await Member.Store.EnqueueAsync(new NewTask("a", "payload", 7), Cancel);
        await LeadAsync();

        Assert.Equal((HttpStatusCode.OK, $"{{\"id\":{id},\"payload\":\"payload\",\"rounds\":7}}"), await PostAsync("work/next"));
        Assert.Equal((HttpStatusCode.OK, "{\"outcome\":\"Recorded\"}"), await PostAsync($"work/{id}/result"));
        Assert.Equal((HttpStatusCode.OK, "{\"outcome\":\"Duplicate\"}"), await PostAsync($"work/{id}/result"));
        Assert.Equal((HttpStatusCode.NotFound, ""), await PostAsync("work/99/result"));
    }

    [Fact]
    public async Task A_request_for_work_waits_for_a_task()
    {
        await LeadAsync();
        var waiting = PostAsync("work/next");
        var id = await Member.Store.EnqueueAsync(new NewTask("a", "payload", 7), Cancel);

        Assert.Equal((HttpStatusCode.OK, $"{{\"id\":{id},\"payload\":\"payload\",\"rounds\":7}}"), await waiting);
    }

    [Fact]
    public async Task A_request_for_work_ends_empty_when_there_is_no_task_in_time()
    {
        await using var impatient = await TestMember.StartAsync("n2", _database, _records.FullName, ("LongPoll", "00:00:00.100"));
        impatient.Lead(1);

        Assert.Equal((HttpStatusCode.NoContent, ""), await PostUntilLedAsync(new Uri(new Uri(impatient.Address), "work/next")));
    }

    [Fact]
    public async Task A_leader_whose_lease_has_run_out_does_nothing()
    {
        var id = await Member.Store.EnqueueAsync(new NewTask("a", "payload", 7), Cancel);
        var leadership = await LeadAsync();
        leadership.Lose();

        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await PostAsync($"work/{id}/result")).Status);
        Assert.Equal(0, (await Member.Store.CountAsync(Cancel)).Done);
    }

    [Theory]
    [InlineData("{\"worker\":\"\",\"result\":\"r\"}")]
    [InlineData("{}")]
    [InlineData("{\"worker\":")]
    public async Task A_request_that_makes_no_sense_is_refused(string body)
    {
        using var content = new StringContent(body, mediaType: new("application/json"));
        using var next = await _http.PostAsync("work/next", content, Cancel);
        using var result = await _http.PostAsync("work/1/result", content, Cancel);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (next.StatusCode, result.StatusCode));
    }

    [Fact]
    public async Task A_database_that_fails_is_a_temporary_error()
    {
        await LeadAsync();
        await ExecuteAsync("ALTER TABLE attempt RENAME TO gone");
        var id = await Member.Store.EnqueueAsync(new NewTask("a", "payload", 7), Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await PostAsync($"work/{id}/result")).Status);
        using var status = await _http.GetAsync("status", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status.StatusCode);

        await ExecuteAsync("ALTER TABLE gone RENAME TO attempt");
        Assert.Equal((HttpStatusCode.OK, "{\"outcome\":\"Recorded\"}"), await PostAsync($"work/{id}/result"));
    }

    [Fact]
    public async Task The_status_tells_who_leads_and_how_much_is_done()
    {
        await Member.Store.EnqueueAsync(new NewTask("a", "payload", 7), Cancel);
        Member.Election.See(3, "n1", Member.Address);
        Member.Election.Leadership = new FakeLeadership(3);

        var status = await _http.GetFromJsonAsync<JsonElement>("status", Cancel);

        Assert.Equal("n1", status.GetProperty("member").GetString());
        Assert.True(status.GetProperty("isLeader").GetBoolean());
        Assert.Equal("n1", status.GetProperty("leader").GetString());
        Assert.Equal(Member.Address, status.GetProperty("leaderAddress").GetString());
        Assert.Equal(3, status.GetProperty("term").GetInt64());
        Assert.Equal(1, status.GetProperty("counts").GetProperty("queued").GetInt64());
        Assert.Equal(0, status.GetProperty("counts").GetProperty("recordedTwice").GetInt64());
    }

    /// <summary>Lets the member lead, and waits until its desk is open.</summary>
    private async Task<FakeLeadership> LeadAsync()
    {
        var leadership = Member.Lead(1);
        Assert.Equal((HttpStatusCode.NotFound, ""), await PostUntilLedAsync(new Uri(_http.BaseAddress!, "work/99/result")));
        return leadership;
    }

    private async Task<(HttpStatusCode Status, string Body)> PostUntilLedAsync(Uri address)
    {
        (HttpStatusCode Status, string Body) answer = default;
        await Eventually.TrueAsync(
            "the dispatcher answers", async () => (answer = await PostAsync(address)).Status != HttpStatusCode.MisdirectedRequest);
        return answer;
    }

    private Task<(HttpStatusCode Status, string Body)> PostAsync(string path) => PostAsync(new Uri(_http.BaseAddress!, path));

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(Uri address)
    {
        using var content = new StringContent("{\"worker\":\"w\",\"result\":\"r\"}", mediaType: new("application/json"));
        using var answer = await _http.PostAsync(address, content, Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = _database.Connect();
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
