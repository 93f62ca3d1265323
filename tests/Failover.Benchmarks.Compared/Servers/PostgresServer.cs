using System.Globalization;
using Failover.Testing;

namespace Failover.Benchmarks.Compared.Servers;

/// <summary>One PostgreSQL server on loopback, with its defaults.</summary>
internal sealed class PostgresServer(ServerProcess process, string connectionString, ReservedPort port) : IAsyncDisposable
{
    private const string User = "postgres";

    public string ConnectionString => connectionString;

    /// <summary>Null, and a word of it, where this machine has no PostgreSQL.</summary>
    public static async Task<PostgresServer?> TryStartAsync(string directory)
    {
        var places = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")) : [];
        if (ServerProcess.Find("initdb", places) is not { } initialiser || ServerProcess.Find("postgres", places) is not { } program)
        {
            Console.Error.WriteLine("There is no PostgreSQL on this machine: it is not compared.");
            return null;
        }

        // It refuses to run as root.
        Directory.CreateDirectory(directory);
        string[] asUser = [];
        if (Environment.IsPrivilegedProcess)
        {
            await ServerProcess.RunAsync("chmod", "a+x", Path.GetDirectoryName(directory)!);
            await ServerProcess.RunAsync("chown", User, directory);
            asUser = ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups"];
        }

        var port = new ReservedPort();
        await RunAsync(initialiser, "--pgdata", directory, "--auth", "trust", "--username", User);
        string[] command =
        [
            .. asUser, program, "-D", directory, "-h", "127.0.0.1", "-k", "", "-p", port.Number.ToString(CultureInfo.InvariantCulture),
        ];
        var process = await ServerProcess.StartAsync(port.Number, command[0], command[1..]);
        return new PostgresServer(process, $"Host=127.0.0.1;Port={port.Number};Username={User};Database=postgres", port);

        Task RunAsync(params string[] tool)
        {
            string[] run = [.. asUser, .. tool];
            return ServerProcess.RunAsync(run[0], run[1..]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        port.Dispose();
    }
}
