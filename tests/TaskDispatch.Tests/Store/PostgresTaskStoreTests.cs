using TaskDispatch.Tests.Support;

namespace TaskDispatch.Tests.Store;

/// <summary>Skipped unless <see cref="PostgresTestDatabase.Variable"/> names a database.</summary>
public sealed class PostgresTaskStoreTests : TaskStoreTests
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync();
}
