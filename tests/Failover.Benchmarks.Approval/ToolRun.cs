using System.Diagnostics;
using System.Reflection;

namespace Failover.Benchmarks.Approval;

/// <summary>Runs the tool as its users do: as a process.</summary>
/// <param name="native">The native form of the tool, or null for the one that .NET compiles as it goes.</param>
internal sealed class ToolRun(string? native)
{
    private static readonly string Managed = typeof(ToolRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Tool").Value!;

    /// <summary>Runs it to its end, and returns when it was started.</summary>
    public async Task<long> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(native ?? "dotnet", native is null ? [Managed, .. arguments] : arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var at = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? at : throw new InvalidOperationException($"The tool ended with {process.ExitCode}: {error}{await output}");
    }
}
