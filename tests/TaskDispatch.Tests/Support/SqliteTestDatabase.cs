using System.Data.Common;
using Microsoft.Data.Sqlite;
using TaskDispatch.Store;

namespace TaskDispatch.Tests.Support;

internal sealed class SqliteTestDatabase : ITestDatabase
{
    private readonly TempDirectory _directory = new();

    public StoreProvider Provider => StoreProvider.Sqlite;

    public string ConnectionString => $"Data Source={_directory.File("tasks.db")}";

    public DbConnection Connect() => new SqliteConnection(ConnectionString + ";Pooling=False");

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
