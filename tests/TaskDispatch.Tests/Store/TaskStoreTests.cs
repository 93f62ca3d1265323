using System.Data.Common;
using TaskDispatch.Store;
using TaskDispatch.Tests.Support;

namespace TaskDispatch.Tests.Store;

/// <summary>What holds on both databases.</summary>
public abstract class TaskStoreTests : IAsyncLifetime
{
    private static readonly Fence First = new("dispatcher", 1, "n1");
    private static readonly Fence Second = new("dispatcher", 2, "n2");
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private ITestDatabase? _database;
    private ITaskStore? _store;

    protected ITestDatabase Database => _database!;

    private ITaskStore Store => _store!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await CreateDatabaseAsync();
        _store = _database.OpenStore();
        await _store.InitializeAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task Enqueueing_again_with_the_same_key_changes_nothing()
    {
        var first = await Store.EnqueueAsync(new NewTask("a", "payload", 7), Cancel);
        var again = await Store.EnqueueAsync(new NewTask("a", "another", 8), Cancel);

        Assert.Equal(first, again);
        Assert.Equal([new WorkItem(first, "payload", 7)], await Store.LoadQueuedAsync(10, Cancel));
    }

    [Fact]
    public async Task A_task_goes_from_queued_to_assigned_to_done()
    {
        var id = await Store.EnqueueAsync(new NewTask("a", "payload", 1), Cancel);
        Assert.Equal(new TaskCounts(1, 0, 0, 0, 0, 0), await Store.CountAsync(Cancel));

        Assert.True(await Store.AssignAsync(First, id, "w", Noon, Cancel));
        Assert.Equal(new TaskCounts(0, 1, 0, 0, 0, 0), await Store.CountAsync(Cancel));

        Assert.Equal(ResultOutcome.Recorded, await Store.RecordResultAsync(First, id, "w", "r", Cancel));
        Assert.Equal(new TaskCounts(0, 0, 1, 0, 0, 0), await Store.CountAsync(Cancel));
        Assert.Equal([new TaskRow(id, "a", TaskState.Done, "w", 1, "r")], await Store.ListAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task A_task_is_assigned_once()
    {
        var id = await Store.EnqueueAsync(new NewTask("a", "payload", 1), Cancel);

        Assert.True(await Store.AssignAsync(First, id, "w1", Noon, Cancel));
        Assert.False(await Store.AssignAsync(First, id, "w2", Noon, Cancel));
        Assert.Equal("w1", Assert.Single(await Store.ListAsync(0, 10, Cancel)).Worker);
    }

    [Fact]
    public async Task An_assignment_is_queued_again_only_after_its_deadline()
    {
        var id = await Store.EnqueueAsync(new NewTask("a", "payload", 1), Cancel);
        await Store.AssignAsync(First, id, "w1", Noon, Cancel);

        Assert.Equal(0, await Store.RequeueExpiredAsync(First, Noon, Cancel));
        Assert.Equal(1, await Store.RequeueExpiredAsync(First, Noon.AddMilliseconds(1), Cancel));
        Assert.True(await Store.AssignAsync(First, id, "w2", Noon.AddHours(1), Cancel));
        Assert.Equal([new TaskRow(id, "a", TaskState.Assigned, "w2", 2, null)], await Store.ListAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task A_second_result_is_an_attempt_and_not_a_result()
    {
        var id = await Store.EnqueueAsync(new NewTask("a", "payload", 1), Cancel);
        await Store.AssignAsync(First, id, "w1", Noon, Cancel);

        Assert.Equal(ResultOutcome.Recorded, await Store.RecordResultAsync(First, id, "w1", "one", Cancel));
        Assert.Equal(ResultOutcome.Duplicate, await Store.RecordResultAsync(Second, id, "w2", "two", Cancel));

        Assert.Equal("one", Assert.Single(await Store.ListAsync(0, 10, Cancel)).Result);
        Assert.Equal(new TaskCounts(0, 0, 1, 0, 1, 0), await Store.CountAsync(Cancel));
    }

    [Fact]
    public async Task Results_that_race_are_recorded_once()
    {
        var id = await Store.EnqueueAsync(new NewTask("a", "payload", 1), Cancel);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            number => Task.Run(() => Store.RecordResultAsync(First, id, $"w{number}", $"{number}", Cancel), Cancel)));

        Assert.Single(outcomes, ResultOutcome.Recorded);
        Assert.Equal(new TaskCounts(0, 0, 1, 0, 7, 0), await Store.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_late_result_of_a_requeued_task_counts_and_takes_it_off_the_queue()
    {
        var id = await Store.EnqueueAsync(new NewTask("a", "payload", 1), Cancel);
        await Store.AssignAsync(First, id, "w1", Noon, Cancel);
        await Store.RequeueExpiredAsync(First, Noon.AddHours(1), Cancel);

        Assert.Equal(ResultOutcome.Recorded, await Store.RecordResultAsync(First, id, "w1", "r", Cancel));
        Assert.False(await Store.AssignAsync(First, id, "w2", Noon, Cancel));
        Assert.Empty(await Store.LoadQueuedAsync(10, Cancel));
    }

    [Fact]
    public async Task A_result_for_no_task_is_recorded_nowhere()
    {
        Assert.Equal(ResultOutcome.UnknownTask, await Store.RecordResultAsync(First, 99, "w", "r", Cancel));
        Assert.Equal(new TaskCounts(0, 0, 0, 0, 0, 0), await Store.CountAsync(Cancel));
    }

    [Fact]
    public async Task Recorded_twice_is_counted_from_the_log_of_attempts()
    {
        var id = await Store.EnqueueAsync(new NewTask("a", "payload", 1), Cancel);
        await Store.RecordResultAsync(First, id, "w", "r", Cancel);

        // What no code does, for the count is to find it if some does.
        await ExecuteAsync($"INSERT INTO attempt (task_id, result, worker, term, outcome) VALUES ({id}, 'r', 'w', 1, 'Recorded')");

        Assert.Equal(1, (await Store.CountAsync(Cancel)).RecordedTwice);
    }

    /// <summary>Rule 9, terms: a resource that remembers the highest term is safe from a leader that was replaced.</summary>
    [Fact]
    public async Task Every_write_in_a_lower_term_is_refused_changes_nothing_and_is_counted()
    {
        var id = await Store.EnqueueAsync(new NewTask("a", "payload", 1), Cancel);
        await Store.RaiseFenceAsync(Second, Cancel);

        Func<Task>[] writes =
        [
            () => Store.RaiseFenceAsync(First, Cancel),
            () => Store.AssignAsync(First, id, "w", Noon, Cancel),
            () => Store.RequeueExpiredAsync(First, Noon, Cancel),
            () => Store.RecordResultAsync(First, id, "w", "r", Cancel),
        ];
        foreach (var write in writes)
        {
            var refusal = await Assert.ThrowsAsync<StaleTermException>(write);
            Assert.Equal(2, refusal.HighestTerm);
            Assert.Contains("term 1", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("term 2", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(new TaskCounts(1, 0, 0, 0, 0, 4), await Store.CountAsync(Cancel));
        Assert.Equal(new RefusedWrite("dispatcher", "n1", 1, 2, "record result"), (await Store.ListRefusedWritesAsync(10, Cancel))[0]);
    }

    [Fact]
    public async Task Elections_are_fenced_apart()
    {
        await Store.RaiseFenceAsync(Second, Cancel);
        await Store.RaiseFenceAsync(First with { Election = "another" }, Cancel);

        Assert.Equal(0, (await Store.CountAsync(Cancel)).RefusedWrites);
    }

    [Fact]
    public async Task Leaders_of_many_terms_race_and_no_lower_term_is_accepted_after_a_higher_one()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            number => Store.EnqueueAsync(new NewTask($"{number}", "p", 1), Cancel)));

        // Each has a store, and so connections, of its own.
        await Task.WhenAll(Enumerable.Range(1, 4).Select(term => Task.Run(() => RecordAllAsync(term), Cancel)));

        var terms = await QueryNumbersAsync("SELECT term FROM attempt ORDER BY id");
        Assert.Equal(terms.Order(), terms);
        Assert.Equal(4, terms[^1]);
        var counts = await Store.CountAsync(Cancel);
        Assert.Equal((200, 0), (counts.Done, counts.RecordedTwice));

        async Task RecordAllAsync(int term)
        {
            await using var store = Database.OpenStore();
            try
            {
                foreach (var id in ids)
                {
                    await store.RecordResultAsync(new Fence("dispatcher", term, $"n{term}"), id, "w", "r", Cancel);
                }
            }
            catch (StaleTermException)
            {
            }
        }
    }

    [Fact]
    public async Task Another_process_is_shut_out_by_the_first_write_in_a_higher_term()
    {
        await using var old = new ChildProcess("write", Database.Provider.ToString(), Database.ConnectionString, "1");
        await old.ReadLinesAsync(12);

        await Store.RaiseFenceAsync(Second, Cancel);
        var acceptedBefore = await QueryNumbersAsync("SELECT id FROM attempt WHERE term = 1");
        var last = (await old.ReadToEndAsync())[^1];

        Assert.StartsWith("refused", last, StringComparison.Ordinal);
        Assert.Equal(acceptedBefore, await QueryNumbersAsync("SELECT id FROM attempt WHERE term = 1"));
        Assert.Equal(1, Assert.Single(await Store.ListRefusedWritesAsync(10, Cancel)).Term);
    }

    [Fact]
    public async Task What_a_killed_process_was_acknowledged_is_there()
    {
        var told = new List<string>();
        for (var term = 1; term <= 3; term++)
        {
            await using var child = new ChildProcess("write", Database.Provider.ToString(), Database.ConnectionString, $"{term}");
            told.AddRange(await child.ReadLinesAsync(50));
            told.AddRange(await child.KillAsync());
        }

        // Waits for a transaction of the last child that the database may still be ending.
        await Store.RaiseFenceAsync(First with { Term = 4 }, Cancel);
        var rows = (await Store.ListAsync(0, 1_000_000, Cancel)).ToDictionary(row => row.ClientKey);
        foreach (var (what, key) in told.Select(line => line.Split(' ')).Select(words => (words[0], words[1])))
        {
            var row = rows[key];
            Assert.True(
                what switch { "recorded" => row.Result == key, "assigned" => row.Assignments == 1, _ => true },
                $"{what} {key} was acknowledged, and there is {row}.");
        }

        var counts = await Store.CountAsync(Cancel);
        Assert.Equal((0, 0), (counts.RecordedTwice, counts.DuplicateAttempts));
        Assert.Equal(counts.Done, rows.Values.Count(row => row.Result is not null));
    }

    [Fact]
    public async Task Stores_that_start_at_once_all_create_the_tables()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var empty = await CreateDatabaseAsync();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => InitializeAsync(empty), Cancel)));
        }

        static async Task InitializeAsync(ITestDatabase database)
        {
            await using var store = database.OpenStore();
            await store.InitializeAsync(Cancel);
            Assert.Equal(new TaskCounts(0, 0, 0, 0, 0, 0), await store.CountAsync(Cancel));
        }
    }

    [Fact]
    public async Task Processes_that_start_at_once_all_create_the_tables()
    {
        await using var empty = await CreateDatabaseAsync();
        var children = Enumerable.Range(0, 4)
            .Select(_ => new ChildProcess("create", empty.Provider.ToString(), empty.ConnectionString))
            .ToList();
        try
        {
            foreach (var child in children)
            {
                Assert.Equal("ready", await child.ReadLineAsync());
            }

            await Task.WhenAll(children.Select(child => child.WriteLineAsync("go")));
            foreach (var child in children)
            {
                Assert.Equal("created", await child.ReadLineAsync());
            }
        }
        finally
        {
            foreach (var child in children)
            {
                await child.DisposeAsync();
            }
        }

        await using var store = empty.OpenStore();
        Assert.Equal(new TaskCounts(0, 0, 0, 0, 0, 0), await store.CountAsync(Cancel));
    }

    protected abstract Task<ITestDatabase> CreateDatabaseAsync();

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private async Task<IReadOnlyList<long>> QueryNumbersAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var numbers = new List<long>();
        while (await reader.ReadAsync(Cancel))
        {
            numbers.Add(reader.GetInt64(0));
        }

        return numbers;
    }

    private async Task<DbConnection> OpenAsync()
    {
        var connection = Database.Connect();
        await connection.OpenAsync(Cancel);
        return connection;
    }
}
