using System.Data.Common;
using Npgsql;

namespace TaskDispatch.Store;

/// <summary>Tasks in a PostgreSQL database (version 12 or newer), shared by the processes of any number of machines.</summary>
public sealed class PostgresTaskStore : SqlTaskStore
{
    // Any number that all processes agree on. CREATE TABLE IF NOT EXISTS alone fails when two processes run it at the same time.
    private const string LockSchema = "SELECT pg_advisory_xact_lock(7315048)";

    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS fence (election TEXT NOT NULL PRIMARY KEY, term BIGINT NOT NULL);
        CREATE TABLE IF NOT EXISTS task (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, client_key TEXT NOT NULL UNIQUE, payload TEXT NOT NULL,
            rounds INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('queued', 'assigned', 'done')), worker TEXT,
            deadline_unix_ms BIGINT, assignments BIGINT NOT NULL DEFAULT 0);
        CREATE INDEX IF NOT EXISTS task_by_state ON task (state, id);
        CREATE TABLE IF NOT EXISTS result (
            task_id BIGINT PRIMARY KEY REFERENCES task (id), result TEXT NOT NULL, worker TEXT NOT NULL, term BIGINT NOT NULL);
        CREATE TABLE IF NOT EXISTS attempt (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, task_id BIGINT NOT NULL REFERENCES task (id), result TEXT NOT NULL,
            worker TEXT NOT NULL, term BIGINT NOT NULL, outcome TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS refused_write (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, election TEXT NOT NULL, member TEXT NOT NULL, term BIGINT NOT NULL,
            highest_term BIGINT NOT NULL, operation TEXT NOT NULL);
        """;

    private readonly NpgsqlDataSource _dataSource;

    /// <param name="connectionString">For example <c>Host=db;Database=tasks;Username=tasks</c>.</param>
    public PostgresTaskStore(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        // A leader that is paused in the middle of a write would otherwise keep the fence locked, and its successor waiting.
        builder.ConnectionStringBuilder.Options += " -c idle_in_transaction_session_timeout=1000";
        _dataSource = builder.Build();
    }

    public override async Task InitializeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(LockSchema, cancellationToken);
        await connection.ExecuteAsync(Schema, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
    }

    public override ValueTask DisposeAsync() => _dataSource.DisposeAsync();

    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await _dataSource.OpenConnectionAsync(cancellationToken);
}
