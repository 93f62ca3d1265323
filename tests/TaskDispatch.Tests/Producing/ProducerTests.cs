using TaskDispatch.Records;
using TaskDispatch.Tests.Support;

namespace TaskDispatch.Tests.Producing;

public sealed class ProducerTests : IAsyncLifetime
{
    private readonly SqliteTestDatabase _database = new();
    private readonly TempDirectory _records = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _records.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_was_acknowledged_is_on_the_record_and_in_the_store_also_after_failures()
    {
        await using var member = await TestMember.StartAsync("n1", _database, _records.FullName, ("TasksPerSecond", "200"));
        await ProducedAsync(member, 10);
        await ExecuteAsync("ALTER TABLE task RENAME TO gone");
        var before = Acknowledged(member).Count;
        await ExecuteAsync("ALTER TABLE gone RENAME TO task");
        await ProducedAsync(member, before + 10);

        var acknowledged = Acknowledged(member);
        var stored = (await member.Store.ListAsync(0, 100_000, Cancel)).Select(row => row.ClientKey).ToHashSet();
        Assert.Subset(stored, acknowledged.ToHashSet());
        Assert.Equal(
            Enumerable.Range(1, acknowledged.Count).Select(number => $"{number}"), acknowledged.Select(key => key.Split('/')[1]));
    }

    private static Task ProducedAsync(TestMember member, int count) =>
        Eventually.TrueAsync($"{count} tasks are produced", () => Task.FromResult(Acknowledged(member).Count >= count));

    private static List<string> Acknowledged(TestMember member) =>
        [.. MemberRecordReader.ReadFile(member.RecordFile).Where(line => line.Kind == RecordKind.Enqueued).Select(line => line.ClientKey!)];

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = _database.Connect();
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
