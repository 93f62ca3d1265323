using Failover.Testing;

namespace Failover.Benchmarks.Compared.Servers;

/// <summary>One etcd server on loopback, with its defaults.</summary>
internal sealed class EtcdServer(ServerProcess process, string address, ReservedPort[] ports) : IAsyncDisposable
{
    public string Address => address;

    /// <summary>Null, and a word of it, where this machine has no etcd.</summary>
    public static async Task<EtcdServer?> TryStartAsync(string directory)
    {
        if (ServerProcess.Find("etcd") is not { } program)
        {
            Console.Error.WriteLine("There is no etcd on this machine: it is not compared.");
            return null;
        }

        ReservedPort[] ports = [new(), new()];
        var (clients, peers) = ($"http://127.0.0.1:{ports[0].Number}", $"http://127.0.0.1:{ports[1].Number}");
        var process = await ServerProcess.StartAsync(
            ports[0].Number,
            program,
            "--data-dir", directory, "--name", "bench", "--listen-client-urls", clients, "--advertise-client-urls", clients,
            "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers, "--initial-cluster", $"bench={peers}");
        return new EtcdServer(process, clients, ports);
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        foreach (var port in ports)
        {
            port.Dispose();
        }
    }
}
