using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TaskDispatch.Dispatching;
using TaskDispatch.Records;
using TaskDispatch.Store;
using TaskDispatch.Tests.Support;

namespace TaskDispatch.Tests.Dispatching;

public sealed class DispatcherTests : IAsyncLifetime
{
    private readonly ITestDatabase _database = new SqliteTestDatabase();
    private readonly TempDirectory _records = new();
    private readonly ActiveDesk _active = new();
    private readonly FakeLeadership _leadership = new(1);
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
    public async Task The_desk_is_open_from_beginning_to_end_and_both_are_on_the_record()
    {
        var dispatching = DispatchAsync();
        await OpenAsync();
        _leadership.Revoke();
        await dispatching;

        Assert.Null(_active.Current);
        var kinds = MemberRecordReader.ReadFile(_record!.FilePath).Select(line => line.Kind).ToList();
        Assert.Equal([RecordKind.Started, RecordKind.LeadershipBegan, RecordKind.Act], kinds[..3]);
        Assert.Equal(RecordKind.LeadershipEnded, kinds[^1]);
    }

    [Fact]
    public async Task A_leader_that_was_paused_finds_its_leadership_over_and_stops_by_itself()
    {
        var dispatching = DispatchAsync();
        await OpenAsync();
        _leadership.Lose();

        await dispatching;
        Assert.Null(_active.Current);
    }

    [Fact]
    public async Task A_database_that_knows_a_higher_term_than_the_cluster_is_reported()
    {
        await Store.RaiseFenceAsync(new Fence("dispatcher", 57, "earlier"), Cancel);

        var refusal = await Assert.ThrowsAsync<StaleTermException>(DispatchAsync);
        Assert.Equal(57, refusal.HighestTerm);
        Assert.Null(_active.Current);
    }

    private Task DispatchAsync() => new Dispatcher(
        Store,
        _active,
        _record!,
        Options.Create(new TaskDispatchOptions { Member = "n1", DispatchInterval = TimeSpan.FromMilliseconds(10) }),
        TimeProvider.System,
        NullLogger<Dispatcher>.Instance).DispatchAsync(_leadership, _leadership.Token).WaitAsync(Eventually.Limit, Cancel);

    private Task OpenAsync() => Eventually.TrueAsync("the desk is open", () => Task.FromResult(_active.Current is not null));
}
