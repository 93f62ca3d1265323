using System.Diagnostics;
using System.Reflection;

namespace Failover.Benchmarks.Approval;

/// <summary>Runs the tool as its users do: as a process.</summary>
internal static class ToolRun
{
    private static readonly string Tool = typeof(ToolRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Tool").Value!;

    /// <summary>Runs it to its end, and returns when it was started.</summary>
    public static async Task<long> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Tool, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var at = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? at : throw new InvalidOperationException($"The tool ended with {process.ExitCode}: {error}{await output}");
    }
}
