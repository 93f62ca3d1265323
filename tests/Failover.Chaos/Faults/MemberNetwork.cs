using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Failover.Chaos.Faults;

/// <summary>
/// A network namespace for each member, joined by a bridge in another: nothing in it reaches, or is reached by, anything else. Root on
/// Linux only. Not thread-safe.
/// </summary>
internal sealed class MemberNetwork : IAsyncDisposable
{
    public const int ClusterPort = 7_000;
    public const int HttpPort = 8_000;

    private const string NamePrefix = "fochaos";
    private const string Subnet = "10.213.7";

    private static readonly string[] s_commands = ["ip", "tc", "nft"];
    private static int s_count;

    private readonly string _prefix;
    private readonly string[] _members;

    private MemberNetwork(string prefix, string[] members)
    {
        _prefix = prefix;
        _members = members;
    }

    /// <summary>Why there can be none here, or null.</summary>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "Network namespaces need root on Linux.";
        }

        return s_commands.FirstOrDefault(command => !Shell.Has(command)) is { } missing
            ? $"Network namespaces need the command '{missing}' (packages iproute2 and nftables)."
            : null;
    }

    /// <summary>Makes the network, and removes what processes left behind that were killed.</summary>
    public static async Task<MemberNetwork> CreateAsync(int size)
    {
        await SweepAsync();
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}-{Environment.ProcessId}-{++s_count}");
        var network = new MemberNetwork(prefix, [.. Enumerable.Range(1, size).Select(number => $"n{number}")]);
        try
        {
            await network.BuildAsync();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    public static string AddressOf(string member) => $"{Subnet}.{member[1..]}";

    public string NamespaceOf(string member) => $"{_prefix}-{member}";

    /// <summary>
    /// Sets what a member's host does with packets: lines of an nftables chain for what comes in, and for what goes out. Replaces
    /// what was set before.
    /// </summary>
    public Task FilterAsync(string member, string incoming, string outgoing) => Shell.RunAsync(
        $"ip netns exec {NamespaceOf(member)} nft -f -",
        $$"""
        table ip chaos
        delete table ip chaos
        table ip chaos {
            chain incoming {
                type filter hook input priority 0
                {{incoming}}
            }
            chain outgoing {
                type filter hook output priority 0
                {{outgoing}}
            }
        }

        """);

    /// <summary>Lets a member's host send so much per second only.</summary>
    public Task SlowDownAsync(string member, int kilobits) => Shell.RunAsync(
        $"tc -n {NamespaceOf(member)} qdisc replace dev eth0 root tbf rate {kilobits}kbit burst 4kb latency 400ms");

    /// <summary>Takes all faults back.</summary>
    public async Task HealAsync()
    {
        foreach (var member in _members)
        {
            await FilterAsync(member, "", "");
            await Shell.TryAsync($"tc -n {NamespaceOf(member)} qdisc del dev eth0 root");
        }
    }

    /// <summary>Connects to a member's HTTP port from its own host, whatever is wrong with the network.</summary>
    public async ValueTask<Socket> ConnectAsync(string member, CancellationToken cancellationToken)
    {
        var socket = await CreateSocketAsync(NamespaceOf(member));
        try
        {
            await socket.ConnectAsync(IPAddress.Parse(AddressOf(member)), HttpPort, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            await Shell.TryAsync($"ip netns del {NamespaceOf(member)}");
        }

        await Shell.TryAsync($"ip netns del {_prefix}-hub");
    }

    private static async Task SweepAsync()
    {
        var (_, list) = await Shell.TryAsync("ip netns list");
        foreach (var name in list.Split('\n').Select(line => line.Split(' ')[0]).Where(name => name.StartsWith($"{NamePrefix}-", StringComparison.Ordinal)))
        {
            if (!Directory.Exists($"/proc/{name.Split('-')[1]}"))
            {
                await Shell.TryAsync($"ip netns del {name}");
            }
        }
    }

    /// <summary>A socket belongs to the namespace of the thread that creates it; so a thread of its own goes there.</summary>
    private static Task<Socket> CreateSocketAsync(string name)
    {
        var created = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle($"/run/netns/{name}");
                NetworkNamespace.Enter(file);
                created.SetResult(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            }
            catch (Exception error)
            {
                created.SetException(error);
            }
        })
        { IsBackground = true }.Start();
        return created.Task;
    }

    private async Task BuildAsync()
    {
        var hub = $"{_prefix}-hub";
        await Shell.RunAsync($"ip netns add {hub}");
        await Shell.RunAsync($"ip -n {hub} link add bridge type bridge");
        await Shell.RunAsync($"ip -n {hub} link set bridge up");
        foreach (var member in _members)
        {
            var name = NamespaceOf(member);
            await Shell.RunAsync($"ip netns add {name}");
            await Shell.RunAsync($"ip link add eth0 netns {name} type veth peer name {member} netns {hub}");
            await Shell.RunAsync($"ip -n {hub} link set {member} master bridge up");
            await Shell.RunAsync($"ip -n {name} addr add {AddressOf(member)}/24 dev eth0");
            await Shell.RunAsync($"ip -n {name} link set lo up");
            await Shell.RunAsync($"ip -n {name} link set eth0 up");
        }
    }
}
