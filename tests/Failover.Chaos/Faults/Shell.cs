using System.ComponentModel;
using System.Diagnostics;

namespace Failover.Chaos.Faults;

/// <summary>Runs commands of the operating system.</summary>
internal static class Shell
{
    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    public static async Task RunAsync(string command, string? input = null)
    {
        var (code, text) = await TryAsync(command, input);
        if (code != 0)
        {
            throw new InvalidOperationException($"'{command}' failed with {code}: {text}");
        }
    }

    /// <summary>Runs a command to its end, and returns its exit code and what it printed.</summary>
    public static async Task<(int Code, string Text)> TryAsync(string command, string? input = null)
    {
        var words = command.Split(' ');
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await errors);
        }
        catch (Win32Exception missing)
        {
            return (127, missing.Message);
        }
    }

    /// <summary>Whether there is such a command.</summary>
    public static bool Has(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin")
            .Any(directory => File.Exists(Path.Combine(directory, command)));
}
