using TaskDispatch.Tests.Support;

namespace TaskDispatch.Tests.Store;

public sealed class SqliteTaskStoreTests : TaskStoreTests
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => Task.FromResult<ITestDatabase>(new SqliteTestDatabase());
}
