using Failover;
using Microsoft.Extensions.Time.Testing;
using TaskDispatch.Dispatching;
using TaskDispatch.Records;
using TaskDispatch.Store;
using TaskDispatch.Tests.Support;

namespace TaskDispatch.Tests.Dispatching;

public sealed class DispatchDeskTests : IAsyncLifetime
{
    private readonly ITestDatabase _database = new SqliteTestDatabase();
    private readonly TempDirectory _records = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLeadership _leadership = new(1);
    private readonly TaskDispatchOptions _options = new() { Member = "n1", AssignmentTime = TimeSpan.FromSeconds(10) };
    private ITaskStore? _store;
    private MemberRecord? _record;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ITaskStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        _store = _database.OpenStore();
        await _store.InitializeAsync(Cancel);
        _record = new MemberRecord(_records.FullName, "n1");
    }

    public async ValueTask DisposeAsync()
    {
        _leadership.Dispose();
        _record!.Dispose();
        await Store.DisposeAsync();
        _records.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_new_leader_goes_on_with_what_its_predecessor_left_oldest_first()
    {
        var ids = await EnqueueAsync(3);
        await Store.AssignAsync(new Fence("dispatcher", 0, "n0"), ids[0], "w0", _time.GetUtcNow() + TimeSpan.FromSeconds(5), Cancel);
        await using var desk = CreateDesk();
        await desk.OpenAsync(Cancel);

        Assert.Equal(ids[1], (await desk.AssignNextAsync("w1", Cancel)).Id);
        Assert.Equal(ids[2], (await desk.AssignNextAsync("w1", Cancel)).Id);
        _time.Advance(TimeSpan.FromSeconds(6));
        await desk.RefreshAsync(Cancel);
        Assert.Equal(ids[0], (await desk.AssignNextAsync("w1", Cancel)).Id);
    }

    [Fact]
    public async Task A_task_is_given_to_another_worker_after_its_time_and_not_before()
    {
        var id = Assert.Single(await EnqueueAsync(1));
        await using var desk = CreateDesk();
        await desk.OpenAsync(Cancel);
        await desk.AssignNextAsync("w1", Cancel);

        _time.Advance(_options.AssignmentTime);
        await desk.RefreshAsync(Cancel);
        var next = desk.AssignNextAsync("w2", Cancel);
        Assert.False(next.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await desk.RefreshAsync(Cancel);
        Assert.Equal(id, (await next).Id);
        Assert.Equal("w2", Assert.Single(await Store.ListAsync(0, 10, Cancel)).Worker);
    }

    [Fact]
    public async Task Each_task_goes_to_one_of_many_workers()
    {
        var ids = await EnqueueAsync(300);
        await using var desk = CreateDesk();
        await desk.OpenAsync(Cancel);

        var workers = Task.WhenAll(Enumerable.Range(0, 300).Select(
            number => Task.Run(() => desk.AssignNextAsync($"w{number}", Cancel), Cancel)));
        await Eventually.TrueAsync("all are assigned", async () =>
        {
            await desk.RefreshAsync(Cancel);
            return workers.IsCompleted;
        });

        Assert.Equal(ids, (await workers).Select(item => item.Id).Order());
    }

    [Fact]
    public async Task A_task_that_was_finished_meanwhile_is_passed_over()
    {
        var ids = await EnqueueAsync(2);
        await using var desk = CreateDesk();
        await desk.OpenAsync(Cancel);
        await desk.RecordResultAsync(ids[0], "late", "r", Cancel);

        Assert.Equal(ids[1], (await desk.AssignNextAsync("w1", Cancel)).Id);
    }

    [Fact]
    public async Task A_worker_that_gives_up_waiting_takes_no_task_with_it()
    {
        await using var desk = CreateDesk();
        await desk.OpenAsync(Cancel);
        using var impatient = new CancellationTokenSource();
        var waiting = desk.AssignNextAsync("w1", impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        var id = Assert.Single(await EnqueueAsync(1));
        await desk.RefreshAsync(Cancel);
        Assert.Equal(id, (await desk.AssignNextAsync("w2", Cancel)).Id);
    }

    /// <summary>Rule 5, acting: only while the leadership is held.</summary>
    [Fact]
    public async Task Nothing_is_written_once_the_leadership_is_over()
    {
        var id = Assert.Single(await EnqueueAsync(1));
        await using var desk = CreateDesk();
        await desk.OpenAsync(Cancel);
        _leadership.Lose();

        await Assert.ThrowsAsync<LeadershipLostException>(() => desk.AssignNextAsync("w", Cancel));
        await Assert.ThrowsAsync<LeadershipLostException>(() => desk.RecordResultAsync(id, "w", "r", Cancel));
        await Assert.ThrowsAsync<LeadershipLostException>(() => desk.RefreshAsync(Cancel));
        Assert.Equal(new TaskCounts(1, 0, 0, 0, 0, 0), await Store.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_closed_desk_turns_everybody_away()
    {
        var desk = CreateDesk();
        await desk.OpenAsync(Cancel);
        var waiting = desk.AssignNextAsync("w", Cancel);
        await desk.DisposeAsync();

        await Assert.ThrowsAsync<LeadershipLostException>(() => waiting);
        await Assert.ThrowsAsync<LeadershipLostException>(() => desk.RecordResultAsync(1, "w", "r", Cancel));
    }

    [Fact]
    public async Task Acts_and_refusals_are_on_the_record()
    {
        await using var desk = CreateDesk();
        await desk.OpenAsync(Cancel);
        await Store.RaiseFenceAsync(new Fence("dispatcher", 2, "n2"), Cancel);
        await Assert.ThrowsAsync<StaleTermException>(() => desk.RefreshAsync(Cancel));

        var lines = MemberRecordReader.ReadFile(_record!.FilePath);
        Assert.Contains(lines, line => line is { Kind: RecordKind.Act, Term: 1, Operation: "raise fence", Held: true, HeldAtEnd: true });
        Assert.Contains(lines, line => line is { Kind: RecordKind.Refused, Term: 1, HighestTerm: 2, Operation: "requeue expired" });
    }

    private DispatchDesk CreateDesk() => new(Store, _record!, _options, _time, _leadership);

    private async Task<IReadOnlyList<long>> EnqueueAsync(int count)
    {
        var ids = new List<long>();
        for (var number = 0; number < count; number++)
        {
            ids.Add(await Store.EnqueueAsync(new NewTask($"{number}", "payload", 1), Cancel));
        }

        return ids;
    }
}
