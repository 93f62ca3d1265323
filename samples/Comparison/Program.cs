using Comparison;
using Comparison.Scripting;
using Comparison.Serving;
using Spectre.Console;
using TaskDispatch.Cluster;

// The same faults on several clusters at once: what does each way to promote cost, and what does it save?
if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
{
    Console.Error.WriteLine("The comparison sends POSIX signals to its processes (SIGKILL, SIGSTOP, SIGTERM), so it runs on Linux and macOS. On Windows, use WSL.");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    var command = CommandLine.Parse(args);
    if (command.EndWithInput)
    {
        // What started this program is gone, or wants no more of it.
        _ = Task.Run(() =>
        {
            while (Console.In.Read() >= 0)
            {
            }

            stop.Cancel();
        });
    }

    return command.Script is null
        ? await new LiveComparison(command, AnsiConsole.Console).RunAsync(stop.Token)
        : await new ScriptedComparison(command, AnsiConsole.Console).RunAsync(stop.Token);
}
catch (FormatException error)
{
    Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}
catch (Exception error) when (error is ScenarioException or DispatchClusterException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
