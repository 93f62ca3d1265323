using System.ComponentModel.DataAnnotations;

namespace TaskDispatch.Store;

/// <summary>Which database holds the tasks. All members must use the same one.</summary>
public sealed class StoreOptions
{
    /// <summary>The kind of database. Default: <see cref="StoreProvider.Sqlite"/>.</summary>
    [EnumDataType(typeof(StoreProvider))]
    public StoreProvider Provider { get; set; } = StoreProvider.Sqlite;

    /// <summary>How to connect to it. Default: <c>Data Source=tasks.db</c>, a file in the working directory.</summary>
    [Required]
    public string ConnectionString { get; set; } = "Data Source=tasks.db";

    /// <summary>Creates the store. Does not connect to it yet.</summary>
    /// <exception cref="ArgumentException">The connection string can not be read.</exception>
    public ITaskStore CreateStore() => Provider switch
    {
        StoreProvider.Postgres => new PostgresTaskStore(ConnectionString),
        _ => new SqliteTaskStore(ConnectionString),
    };
}
