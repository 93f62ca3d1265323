using System.Data.Common;

namespace TaskDispatch.Store;

/// <summary>What is the same on both databases, which is nearly everything: SQL that SQLite and PostgreSQL both understand.</summary>
public abstract class SqlTaskStore : ITaskStore
{
    /// <summary>The highest term seen. Locks the election's row until the transaction ends, also when it changes nothing.</summary>
    private const string RaiseFence =
        """
        INSERT INTO fence (election, term) VALUES (@election, @term)
            ON CONFLICT (election) DO UPDATE SET term = excluded.term WHERE excluded.term > fence.term;
        SELECT term FROM fence WHERE election = @election;
        """;

    public abstract Task InitializeAsync(CancellationToken cancellationToken);

    public async Task<long> EnqueueAsync(NewTask task, CancellationToken cancellationToken)
    {
        const string Sql =
            """
            INSERT INTO task (client_key, payload, rounds, state) VALUES (@key, @payload, @rounds, 'queued')
                ON CONFLICT (client_key) DO NOTHING;
            SELECT id FROM task WHERE client_key = @key;
            """;
        await using var connection = await OpenAsync(cancellationToken);
        var id = await connection.QueryNumberAsync(
            Sql, cancellationToken, ("key", task.ClientKey), ("payload", task.Payload), ("rounds", task.Rounds));
        return id ?? throw new InvalidOperationException($"Task '{task.ClientKey}' was enqueued and is not there.");
    }

    public Task RaiseFenceAsync(Fence fence, CancellationToken cancellationToken) =>
        WriteAsync(fence, "raise fence", static (_, _) => Task.FromResult(true), cancellationToken);

    public async Task<IReadOnlyList<WorkItem>> LoadQueuedAsync(int limit, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return await connection.QueryAsync(
            "SELECT id, payload, rounds FROM task WHERE state = 'queued' ORDER BY id LIMIT @limit",
            static row => new WorkItem(row.GetInt64(0), row.GetString(1), row.GetInt32(2)),
            cancellationToken,
            ("limit", limit));
    }

    public Task<bool> AssignAsync(Fence fence, long taskId, string worker, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        const string Sql =
            """
            UPDATE task SET state = 'assigned', worker = @worker, deadline_unix_ms = @deadline, assignments = assignments + 1
                WHERE id = @id AND state = 'queued'
            """;
        return WriteAsync(
            fence,
            "assign",
            async (connection, cancel) => await connection.ExecuteAsync(
                Sql, cancel, ("id", taskId), ("worker", worker), ("deadline", deadline.ToUnixTimeMilliseconds())) == 1,
            cancellationToken);
    }

    public Task<int> RequeueExpiredAsync(Fence fence, DateTimeOffset now, CancellationToken cancellationToken) => WriteAsync(
        fence,
        "requeue expired",
        (connection, cancel) => connection.ExecuteAsync(
            "UPDATE task SET state = 'queued' WHERE state = 'assigned' AND deadline_unix_ms < @now",
            cancel,
            ("now", now.ToUnixTimeMilliseconds())),
        cancellationToken);

    public Task<ResultOutcome> RecordResultAsync(
        Fence fence, long taskId, string worker, string result, CancellationToken cancellationToken) => WriteAsync(
            fence,
            "record result",
            async (connection, cancel) =>
            {
                if (await connection.QueryNumberAsync("SELECT id FROM task WHERE id = @id", cancel, ("id", taskId)) is null)
                {
                    return ResultOutcome.UnknownTask;
                }

                var first = await connection.ExecuteAsync(
                    "UPDATE task SET state = 'done' WHERE id = @id AND state <> 'done'", cancel, ("id", taskId)) == 1;
                if (first)
                {
                    // The key of this table is a second guard: a second result would fail here, and roll everything back.
                    await connection.ExecuteAsync(
                        "INSERT INTO result (task_id, result, worker, term) VALUES (@id, @result, @worker, @term)",
                        cancel, ("id", taskId), ("result", result), ("worker", worker), ("term", fence.Term));
                }

                var outcome = first ? ResultOutcome.Recorded : ResultOutcome.Duplicate;
                await connection.ExecuteAsync(
                    "INSERT INTO attempt (task_id, result, worker, term, outcome) VALUES (@id, @result, @worker, @term, @outcome)",
                    cancel, ("id", taskId), ("result", result), ("worker", worker), ("term", fence.Term), ("outcome", outcome.ToString()));
                return outcome;
            },
            cancellationToken);

    public async Task<TaskCounts> CountAsync(CancellationToken cancellationToken)
    {
        // One statement, so that on both databases all numbers are of one instant.
        const string Sql =
            """
            SELECT (SELECT count(*) FROM task WHERE state = 'queued'),
                   (SELECT count(*) FROM task WHERE state = 'assigned'),
                   (SELECT count(*) FROM task WHERE state = 'done'),
                   (SELECT count(*) FROM (
                       SELECT task_id FROM attempt WHERE outcome = 'Recorded' GROUP BY task_id HAVING count(*) > 1) AS twice),
                   (SELECT count(*) FROM attempt WHERE outcome = 'Duplicate'),
                   (SELECT count(*) FROM refused_write)
            """;
        await using var connection = await OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync(
            Sql,
            static row => new TaskCounts(
                row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)),
            cancellationToken);
        return rows[0];
    }

    public async Task<IReadOnlyList<TaskRow>> ListAsync(long afterId, int limit, CancellationToken cancellationToken)
    {
        const string Sql =
            """
            SELECT task.id, task.client_key, task.state, task.worker, task.assignments, result.result
                FROM task LEFT JOIN result ON result.task_id = task.id
                WHERE task.id > @after ORDER BY task.id LIMIT @limit
            """;
        await using var connection = await OpenAsync(cancellationToken);
        return await connection.QueryAsync(
            Sql,
            static row => new TaskRow(
                row.GetInt64(0),
                row.GetString(1),
                row.GetString(2),
                row.IsDBNull(3) ? null : row.GetString(3),
                row.GetInt64(4),
                row.IsDBNull(5) ? null : row.GetString(5)),
            cancellationToken,
            ("after", afterId), ("limit", limit));
    }

    public async Task<IReadOnlyList<RefusedWrite>> ListRefusedWritesAsync(int limit, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return await connection.QueryAsync(
            "SELECT election, member, term, highest_term, operation FROM refused_write ORDER BY id DESC LIMIT @limit",
            static row => new RefusedWrite(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetString(4)),
            cancellationToken,
            ("limit", limit));
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Opens a connection, ready for use.</summary>
    protected abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>The one way in for the dispatcher's writes: checks the term and writes, in one transaction.</summary>
    private async Task<T> WriteAsync<T>(
        Fence fence, string operation, Func<DbConnection, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var highestTerm = await connection.QueryNumberAsync(
            RaiseFence, cancellationToken, ("election", fence.Election), ("term", fence.Term));
        if (highestTerm > fence.Term)
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO refused_write (election, member, term, highest_term, operation)
                    VALUES (@election, @member, @term, @highest, @operation)
                """,
                cancellationToken,
                ("election", fence.Election), ("member", fence.Member), ("term", fence.Term), ("highest", highestTerm),
                ("operation", operation));
            await transaction.CommitAsync(CancellationToken.None);
            throw new StaleTermException(fence, highestTerm.Value, operation);
        }

        var answer = await write(connection, cancellationToken);
        // Not to be cancelled: whoever cancels a commit does not learn whether it took place.
        await transaction.CommitAsync(CancellationToken.None);
        return answer;
    }
}
