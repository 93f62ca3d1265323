using Microsoft.Data.Sqlite;
using TaskDispatch.Working;

namespace Failover.Chaos.Checks;

/// <summary>Reads the database's own log of results, past the service.</summary>
internal static class AttemptLog
{
    public static async Task<IReadOnlyList<Attempt>> ReadAsync(string connectionString)
    {
        const string Sql =
            """
            SELECT attempt.task_id, attempt.term, attempt.outcome, attempt.result, task.payload, task.rounds
                FROM attempt JOIN task ON task.id = attempt.task_id ORDER BY attempt.id
            """;
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Sql;
        await using var row = await command.ExecuteReaderAsync();
        var attempts = new List<Attempt>();
        while (await row.ReadAsync())
        {
            attempts.Add(new Attempt(
                row.GetInt64(0),
                row.GetInt64(1),
                row.GetString(2) == "Recorded",
                row.GetString(3),
                Computation.Run(row.GetString(4), row.GetInt32(5), CancellationToken.None)));
        }

        return attempts;
    }
}
