namespace TaskDispatch.Store;

/// <summary>The databases that can hold the tasks.</summary>
public enum StoreProvider
{
    /// <summary>A file, for the processes of one machine.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server, for any number of machines.</summary>
    Postgres,
}
