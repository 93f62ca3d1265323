using TaskDispatch.Store;
using TaskDispatch.Tests.Support;

namespace TaskDispatch.Tests.Store;

/// <summary>Skipped unless <see cref="PostgresTestDatabase.Variable"/> names a database.</summary>
public sealed class PostgresTaskStoreTests : TaskStoreTests
{
    /// <summary>Rule 9, terms, for leaders that are paused in the middle of a write, and go on when another leads.</summary>
    [Fact]
    public async Task Paused_writers_do_not_hold_up_their_successor_and_are_refused_when_they_go_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pauses processes by a signal.");
        var cancel = TestContext.Current.CancellationToken;

        // Four take turns with the fence, so that at almost any time one of them is in a transaction.
        var children = Enumerable.Range(0, 4)
            .Select(_ => new ChildProcess("write", Database.Provider.ToString(), Database.ConnectionString, "1"))
            .ToList();
        try
        {
            await Task.WhenAll(children.Select(child => child.ReadLinesAsync(30)));
            await Task.WhenAll(children.Select(child => child.PauseAsync()));

            await using var store = Database.OpenStore();
            await store.RaiseFenceAsync(new Fence("dispatcher", 2, "n2"), cancel).WaitAsync(Eventually.Limit, cancel);
            var before = await store.CountAsync(cancel);
            await Task.WhenAll(children.Select(child => child.ContinueAsync()));

            foreach (var child in children)
            {
                Assert.Matches("^(refused|failed) ", (await child.ReadToEndAsync())[^1]);
            }

            Assert.Equal(before.Done, (await store.CountAsync(cancel)).Done);
        }
        finally
        {
            foreach (var child in children)
            {
                await child.DisposeAsync();
            }
        }
    }

    protected override Task<ITestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync();
}
