using System.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failover.Benchmarks;

/// <summary>Takes commands from standard input, and ends the member when the benchmark is gone: then its input closes.</summary>
internal sealed class InputCommands(
    [FromKeyedServices(BenchMember.Election)] ILeaderElection election,
    IFailoverCluster cluster) : BackgroundService
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
            switch (line)
            {
                case "hand-over":
                    _ = HandOverAsync();
                    break;
                case "compiled":
                    Console.Out.WriteLine($"compiled {JitInfo.GetCompiledMethodCount()} {JitInfo.GetCompilationTime().TotalMilliseconds:F1}");
                    break;
                case "coordinator":
                    Console.Out.WriteLine($"coordinator {cluster.Coordinator ?? "-"}");
                    break;
            }
        }

        Environment.Exit(0);
    }

    private async Task HandOverAsync()
    {
        try
        {
            await election.HandOverAsync();
        }
        catch (FailoverException error)
        {
            Console.Error.WriteLine(error.Message);
        }
    }
}
