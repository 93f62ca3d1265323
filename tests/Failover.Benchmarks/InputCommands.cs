using System.Runtime;
using Failover.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failover.Benchmarks;

/// <summary>Takes commands from standard input, and ends the member when the benchmark is gone: then its input closes.</summary>
internal sealed class InputCommands(
    [FromKeyedServices(BenchMember.Election)] ILeaderElection election,
    IFailoverCluster cluster,
    IFailoverOperations operations) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        new Thread(Read) { IsBackground = true }.Start();
        return Task.CompletedTask;
    }

    private void Read()
    {
        while (Console.In.ReadLine() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["hand-over", .. var target]:
                    _ = HandOverAsync(target.FirstOrDefault());
                    break;
                case ["compiled"]:
                    Console.Out.WriteLine($"compiled {JitInfo.GetCompiledMethodCount()} {JitInfo.GetCompilationTime().TotalMilliseconds:F1}");
                    break;
                case ["coordinator"]:
                    Console.Out.WriteLine($"coordinator {cluster.Coordinator ?? "-"}");
                    break;
                case ["successor", var coordinator]:
                    _ = TellSuccessorAsync(coordinator);
                    break;
            }
        }

        Environment.Exit(0);
    }

    /// <summary>Says when it is about to wait for another coordinator, and when it knows one.</summary>
    private async Task TellSuccessorAsync(string coordinator)
    {
        Console.Out.WriteLine($"coordinator {coordinator}");
        await foreach (var status in operations.WatchAsync())
        {
            if (status.Coordinator is { } successor && successor != coordinator)
            {
                BenchMember.Print("succeeded", 0);
                return;
            }
        }
    }

    private async Task HandOverAsync(string? target)
    {
        try
        {
            await election.HandOverAsync(target);
        }
        catch (FailoverException error)
        {
            Console.Error.WriteLine(error.Message);
        }
    }
}
