using System.Data.Common;
using Npgsql;
using TaskDispatch.Store;

namespace TaskDispatch.Tests.Support;

/// <summary>A schema of its own in the PostgreSQL database that <see cref="Variable"/> names.</summary>
internal sealed class PostgresTestDatabase : ITestDatabase
{
    public const string Variable = "FAILOVER_TEST_POSTGRES";

    private readonly string _schema;
    private readonly string _server;

    private PostgresTestDatabase(string server, string schema)
    {
        _server = server;
        _schema = schema;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { SearchPath = schema, MaxPoolSize = 10 }.ConnectionString;
    }

    public StoreProvider Provider => StoreProvider.Postgres;

    public string ConnectionString { get; }

    public static async Task<ITestDatabase> CreateAsync()
    {
        var server = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipUnless(server is { Length: > 0 }, $"{Variable} holds no connection string of a PostgreSQL database.");
        var schema = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"CREATE SCHEMA {schema}");
        return new PostgresTestDatabase(server, schema);
    }

    public DbConnection Connect() => new NpgsqlConnection(ConnectionString + ";Pooling=False");

    public async ValueTask DisposeAsync() => await ExecuteAsync(_server, $"DROP SCHEMA {_schema} CASCADE");

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
