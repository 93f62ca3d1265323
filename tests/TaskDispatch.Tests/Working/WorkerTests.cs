using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TaskDispatch.Records;
using TaskDispatch.Store;
using TaskDispatch.Tests.Support;
using TaskDispatch.Working;

namespace TaskDispatch.Tests.Working;

public sealed class WorkerTests : IAsyncLifetime
{
    private readonly SqliteTestDatabase _database = new();
    private readonly TempDirectory _records = new();
    private readonly List<TestMember> _members = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ITaskStore Store => _members[0].Store;

    public async ValueTask InitializeAsync()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            // Nobody is ever saved by a long poll that ends: it outlasts the test.
            _members.Add(await TestMember.StartAsync(
                name, _database, _records.FullName, ("Workers", "2"), ("LongPoll", "00:01:00")));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            await member.DisposeAsync();
        }

        _records.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Work_is_done_and_its_results_are_right()
    {
        Promote(_members[0], 1);
        await EnqueueAsync(0, 20);
        await DoneAsync(20);

        foreach (var row in await Store.ListAsync(0, 100, Cancel))
        {
            Assert.Equal(Computation.Run($"payload {row.ClientKey}", 100, Cancel), row.Result);
        }
    }

    [Fact]
    public async Task Workers_follow_the_leader_from_member_to_member()
    {
        for (var term = 1; term <= 6; term++)
        {
            var leader = _members[term % 3];
            Promote(leader, term);
            await EnqueueAsync(20 * (term - 1), 20);
            await DoneAsync((20 * term) - 10);
            await leader.StopLeadingAsync();
        }

        Promote(_members[0], 7);
        await DoneAsync(120);

        var counts = await Store.CountAsync(Cancel);
        Assert.Equal((0, 0), (counts.RecordedTwice, counts.RefusedWrites));
        var report = RecordChecker.Check(TaskDispatchOptions.Election, MemberRecordReader.ReadDirectory(_records.FullName));
        Assert.Empty(report.Violations);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], report.Intervals.Select(interval => interval.Term));
        Assert.All(report.Gaps, gap => Assert.True(gap.Nanoseconds > 0, $"{gap}"));
    }

    [Fact]
    public async Task Workers_leave_a_leader_that_does_not_answer_when_there_is_another()
    {
        // Connections are taken by the host, and nobody ever reads from them: a stopped process.
        using var stopped = new TcpListener(IPAddress.Loopback, 0);
        stopped.Start();
        See(1, "z", $"http://{stopped.LocalEndpoint}");
        using (await stopped.AcceptTcpClientAsync(Cancel))
        {
            await EnqueueAsync(0, 5);
            Promote(_members[1], 2);
            await DoneAsync(5);
        }
    }

    [Fact]
    public async Task Workers_wait_through_a_vacancy_and_find_the_leader_after_their_watch_broke()
    {
        See(1, null, null);
        await EnqueueAsync(0, 5);
        _members.ForEach(member => member.Election.BreakWatches());
        Promote(_members[2], 2);
        await DoneAsync(5);
    }

    [Fact]
    public async Task A_leader_that_lost_unawares_is_refused_and_its_workers_go_on_with_the_next()
    {
        Promote(_members[0], 1);
        await EnqueueAsync(0, 10);
        await DoneAsync(10);

        // Member b leads in term 2. Member a does not know; only the database does.
        _members[1].Lead(2);
        await Assert.ThrowsAsync<StaleTermException>(_members[0].DispatchingEndsAsync);
        Assert.Equal(1, (await Store.CountAsync(Cancel)).RefusedWrites);

        See(2, "b", _members[1].Address);
        await EnqueueAsync(10, 10);
        await DoneAsync(20);
        Assert.Contains(
            MemberRecordReader.ReadFile(_members[0].RecordFile), line => line is { Kind: RecordKind.Refused, Term: 1, HighestTerm: 2 });
    }

    [Fact]
    public async Task A_leader_that_never_lets_anybody_wait_is_not_asked_without_a_pause()
    {
        var asked = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/work/next", () =>
        {
            Interlocked.Increment(ref asked);
            return Results.NoContent();
        });
        await app.StartAsync(Cancel);
        await using var member = await TestMember.StartAsync("patient", _database, _records.FullName, ("Workers", "1"), ("RetryDelay", "00:00:10"));
        member.Election.See(1, "z", app.Urls.Single());
        await Eventually.TrueAsync("it is asked", () => Task.FromResult(Volatile.Read(ref asked) > 0));

        // In the time of a hundred questions of somebody else it would be asked some hundred times.
        using var http = new HttpClient();
        for (var i = 0; i < 100; i++)
        {
            using var answer = await http.PostAsync(new Uri($"{app.Urls.Single()}/work/next"), null, Cancel);
        }

        Assert.InRange(asked, 101, 110);
    }

    private void Promote(TestMember member, long term)
    {
        member.Lead(term);
        See(term, member.Name, member.Address);
    }

    private void See(long term, string? leader, string? address) => _members.ForEach(member => member.Election.See(term, leader, address));

    private async Task EnqueueAsync(int first, int count)
    {
        foreach (var number in Enumerable.Range(first, count))
        {
            await Store.EnqueueAsync(new NewTask($"{number}", $"payload {number}", 100), Cancel);
        }
    }

    private Task DoneAsync(int count) =>
        Eventually.TrueAsync($"{count} tasks are done", async () => (await Store.CountAsync(Cancel)).Done >= count);
}
