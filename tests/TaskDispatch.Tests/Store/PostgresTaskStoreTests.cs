using TaskDispatch.Store;
using TaskDispatch.Tests.Support;

namespace TaskDispatch.Tests.Store;

/// <summary>Skipped unless <see cref="PostgresTestDatabase.Variable"/> names a database.</summary>
public sealed class PostgresTaskStoreTests : TaskStoreTests
{
    /// <summary>Rule 9, terms, for a leader that is paused, perhaps in the middle of a write, and goes on when another leads.</summary>
    [Fact]
    public async Task A_paused_writer_does_not_hold_up_its_successor_and_is_refused_when_it_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pauses a process by a signal.");
        await using var old = new ChildProcess("write", Database.Provider.ToString(), Database.ConnectionString, "1");
        await old.ReadLinesAsync(30);
        await old.PauseAsync();

        await using var store = Database.OpenStore();
        await store.RaiseFenceAsync(new Fence("dispatcher", 2, "n2"), TestContext.Current.CancellationToken);
        var before = await store.CountAsync(TestContext.Current.CancellationToken);
        await old.ContinueAsync();

        Assert.Matches("^(refused|failed) ", (await old.ReadToEndAsync())[^1]);
        Assert.Equal(before.Done, (await store.CountAsync(TestContext.Current.CancellationToken)).Done);
    }

    protected override Task<ITestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync();
}
