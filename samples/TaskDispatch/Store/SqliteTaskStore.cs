using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace TaskDispatch.Store;

/// <summary>
/// Tasks in an SQLite file, shared by the processes of one machine. Not for network file systems.
/// </summary>
/// <remarks>
/// A process that is paused (SIGSTOP) in the middle of a write holds the file's one write lock until it goes on or is killed, and
/// nobody else can write meanwhile. A write takes about a millisecond, so at 50 writes a second one pause in twenty meets one. To
/// pause leaders without that, use PostgreSQL, which ends such a transaction by itself.
/// </remarks>
public sealed class SqliteTaskStore : SqlTaskStore
{
    // FULL: a commit is on the disk before it is acknowledged, so that it survives a power failure as well as a killed process.
    private const string PerConnection = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS fence (election TEXT NOT NULL PRIMARY KEY, term INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS task (
            id INTEGER PRIMARY KEY AUTOINCREMENT, client_key TEXT NOT NULL UNIQUE, payload TEXT NOT NULL, rounds INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('queued', 'assigned', 'done')), worker TEXT, deadline_unix_ms INTEGER,
            assignments INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX IF NOT EXISTS task_by_state ON task (state, id);
        CREATE TABLE IF NOT EXISTS result (
            task_id INTEGER PRIMARY KEY REFERENCES task (id), result TEXT NOT NULL, worker TEXT NOT NULL, term INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS attempt (
            id INTEGER PRIMARY KEY AUTOINCREMENT, task_id INTEGER NOT NULL REFERENCES task (id), result TEXT NOT NULL,
            worker TEXT NOT NULL, term INTEGER NOT NULL, outcome TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS refused_write (
            id INTEGER PRIMARY KEY AUTOINCREMENT, election TEXT NOT NULL, member TEXT NOT NULL, term INTEGER NOT NULL,
            highest_term INTEGER NOT NULL, operation TEXT NOT NULL);
        """;

    private readonly string _connectionString;

    /// <param name="connectionString">For example <c>Data Source=tasks.db</c>.</param>
    public SqliteTaskStore(string connectionString) => _connectionString = connectionString;

    public override async Task InitializeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        // A write-ahead log lets readers read while another process writes. The setting stays with the file.
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL", cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(Schema, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
    }

    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }

    /// <remarks>
    /// Transactions on it begin with BEGIN IMMEDIATE, the provider's default: the write lock is taken before anything is read.
    /// </remarks>
    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync(PerConnection, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
