using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Comparison.Columns;
using Comparison.Modes;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Spectre.Console;

namespace Comparison.Serving;

/// <summary>The comparison with a person: the clusters, and the page.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class LiveComparison(CommandLine command, IAnsiConsole console)
{
    private static readonly Workload Workload = new(TasksPerSecond: 20, HashRounds: 2_000);

    /// <summary>Runs until it is stopped.</summary>
    /// <exception cref="FormatException">The port of the page is in use.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        RefuseUsedPort();
        var modes = PromotionMode.All.Where(mode => command.Three || mode != PromotionMode.Limits);
        var columns = modes.Select(mode => new Column(mode, Workload)).ToArray();
        try
        {
            console.MarkupLine("[bold]Failover: automatic and operator-approved, side by side[/]");
            console.WriteLine($"Starting {columns.Length} clusters of three processes, one after the other ...");
            await new CalmStart(columns, text => console.WriteLine($"  {text}")).RunAsync(cancellationToken);
            await ServeAsync(new Stage(columns), cancellationToken);
            return 0;
        }
        finally
        {
            await Task.WhenAll(columns.Select(column => column.DisposeAsync().AsTask()));
        }
    }

    /// <summary>Better now than when the clusters have been started for it.</summary>
    private void RefuseUsedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, command.Port);
        try
        {
            listener.Start();
        }
        catch (SocketException error)
        {
            throw new FormatException($"--port: {command.Port} can not be used: {error.Message}. Choose another, or 0 for any free one.");
        }
    }

    private async Task ServeAsync(Stage stage, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{command.Port}");

        // Another site's name for this machine is still another site.
        builder.Configuration["AllowedHosts"] = "localhost;127.0.0.1";
        builder.Services.AddHostFiltering(options => options.AllowedHosts = ["localhost", "127.0.0.1"]);
        builder.Services.AddSerilog(logging => logging
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .WriteTo.File(new CompactJsonFormatter(), Path.Combine(Path.GetTempPath(), "failover-comparison-.clef"), rollingInterval: RollingInterval.Day, retainedFileCountLimit: 3, shared: true));
        await using var app = builder.Build();
        app.UseHostFiltering();
        app.MapPage(stage);
        await app.StartAsync(cancellationToken);
        console.MarkupLineInterpolated($"The page is at [bold]{app.Urls.First()}[/]. Ctrl+C ends everything.");
        await app.WaitForShutdownAsync(cancellationToken);
        await stage.DisposeAsync();
    }
}
