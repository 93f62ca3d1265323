using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Net;

namespace Failover.Consensus.Tests;

/// <summary>All members run in a child process, which is killed while it works; what it had acknowledged must be there.</summary>
public sealed class KillTests
{
    private const string PipeVariable = "FAILOVER_TEST_PIPE";
    private const string RootVariable = "FAILOVER_TEST_ROOT";
    private const string AddressesVariable = "FAILOVER_TEST_ADDRESSES";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(25)]
    [InlineData(60)]
    [InlineData(110)]
    public async Task What_was_acknowledged_survives_a_kill_on_the_followers_alone(int acknowledged)
    {
        // The coordinator had flushed before it committed. Whether the others had before they replied, they show without it.
        await using var cluster = new TestCluster(3);
        var (coordinator, last) = await RunAndKillAsync(cluster, acknowledged);

        foreach (var name in cluster.Names.Where(name => name != coordinator))
        {
            await cluster.StartAsync(name);
        }

        await cluster.ProposeAsync("end");
        foreach (var member in cluster.Running)
        {
            await member.Machine.Changed.UntilAsync(() => member.Machine.Entries.LastOrDefault() == "end", "has caught up");
            Assert.Equal(
                Enumerable.Range(0, last + 1).Select(number => $"e{number}"),
                member.Machine.Entries.Where(entry => entry != "end").Take(last + 1));
        }
    }

    [Fact(Explicit = true)]
    public async Task Child()
    {
        var addresses = Environment.GetEnvironmentVariable(AddressesVariable)!.Split(' ')
            .Select((address, index) => (Name: $"m{index + 1}", Address: (EndPoint)IPEndPoint.Parse(address)))
            .ToDictionary(member => member.Name, member => member.Address);
        await using var pipe = new AnonymousPipeClientStream(PipeDirection.Out, Environment.GetEnvironmentVariable(PipeVariable)!);
        await using var writer = new StreamWriter(pipe) { AutoFlush = true };
        var cluster = new TestCluster(Environment.GetEnvironmentVariable(RootVariable)!, addresses);
        await cluster.StartAllAsync();
        for (var number = 0; ; number++)
        {
            await cluster.ProposeAsync($"e{number}");
            var coordinator = await cluster.CoordinatorAsync();
            await writer.WriteLineAsync($"{coordinator.Name} {number}");
        }
    }

    private static async Task<(string Coordinator, int Last)> RunAndKillAsync(TestCluster cluster, int acknowledged)
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-method", $"{typeof(KillTests).FullName}.{nameof(Child)}", "-explicit", "only"])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                [PipeVariable] = pipe.GetClientHandleAsString(),
                [RootVariable] = cluster.Root,
                [AddressesVariable] = string.Join(' ', cluster.Names.Select(name => cluster.AddressOf(name).ToString())),
            },
        };
        using var child = Process.Start(start)!;
        pipe.DisposeLocalCopyOfClientHandle();
        using var reader = new StreamReader(pipe);
        var line = "";
        while (await reader.ReadLineAsync(Token) is { } next)
        {
            line = next;
            if (!child.HasExited && int.Parse(next.Split(' ')[1], CultureInfo.InvariantCulture) >= acknowledged)
            {
                child.Kill();
            }
        }

        await child.WaitForExitAsync(Token);
        Assert.Contains(' ', line);
        return (line.Split(' ')[0], int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }
}
