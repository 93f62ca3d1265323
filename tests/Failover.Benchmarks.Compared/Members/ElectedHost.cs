using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failover.Benchmarks.Compared.Members;

/// <summary>A process that acts while it leads: it says when it begins and ends, as the member of the other benchmark does.</summary>
internal sealed class ElectedHost(IElected elected) : BackgroundService
{
    public static async Task RunAsync(IElected elected)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole();
        builder.Services.AddHostedService(_ => new ElectedHost(elected));
        EndWithInput();
        await builder.Build().RunAsync();
    }

    /// <summary>Ends the process when the benchmark is gone: then its input closes.</summary>
    public static void EndWithInput() => new Thread(() =>
    {
        while (Console.In.ReadLine() is not null)
        {
        }

        Environment.Exit(0);
    })
    {
        IsBackground = true,
    }.Start();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var number = 1L; !stoppingToken.IsCancellationRequested; number++)
        {
            await elected.LeadAsync(lost => ActAsync(number, lost), stoppingToken);
        }
    }

    private static async Task ActAsync(long number, CancellationToken lost)
    {
        BenchMember.Print("began", number);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        BenchMember.Print("ended", number);
    }
}
