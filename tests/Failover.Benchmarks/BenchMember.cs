using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failover.Benchmarks;

/// <summary>The smallest member: its leader service prints when it begins and ends.</summary>
internal static class BenchMember
{
    public const string Election = "bench";

    private static readonly LogLevel Level =
        Enum.TryParse<LogLevel>(Environment.GetEnvironmentVariable("FAILOVER_BENCH_LOG"), out var level) ? level : LogLevel.Error;

    public static async Task RunAsync(string name, string directory, string[] ports)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(Settings(name, directory, ports));
        builder.Logging.SetMinimumLevel(Level).AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "HH:mm:ss.fff ";
        });
        builder.Services.AddFailover(builder.Configuration.GetSection("Failover"))
            .AddElection(Election)
            .AddLeaderService<Stopwatch>(Election);
        builder.Services.AddHostedService<InputCommands>();
        await builder.Build().RunAsync();
    }

    public static void Print(string what, long number) =>
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {number} {System.Diagnostics.Stopwatch.GetTimestamp()}"));

    public static IEnumerable<KeyValuePair<string, string?>> Settings(string name, string directory, string[] ports)
    {
        yield return new("Failover:Member", name);
        yield return new("Failover:DataDirectory", directory);
        for (var i = 0; i < ports.Length; i++)
        {
            yield return new($"Failover:Members:n{i + 1}", $"127.0.0.1:{ports[i]}");
        }
    }

    /// <summary>Says when a leadership begins and ends.</summary>
    internal sealed class Stopwatch : LeaderService
    {
        protected override async Task ExecuteAsync(Leadership leadership, CancellationToken lost)
        {
            Print("began", leadership.Term);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Print("ended", leadership.Term);
        }
    }
}
