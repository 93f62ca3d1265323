using Demo;
using Spectre.Console;
using TaskDispatch.Cluster;

// The demo of the README: a real cluster, real faults, and what they cost.
if (args is not ([] or ["--interactive"]))
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project samples/Demo [-- --interactive]");
    return 2;
}

if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
{
    Console.Error.WriteLine("The demo sends POSIX signals to its processes (SIGKILL, SIGSTOP, SIGTERM), so it runs on Linux and macOS. On Windows, use WSL.");
    return 2;
}

var narrator = new Narrator(AnsiConsole.Console);
narrator.Title("Failover: three processes share work. What happens when their leader fails?");
await using var cluster = new DispatchCluster(3);
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cluster.DisposeAsync().AsTask().ContinueWith(_ => Environment.Exit(130), TaskScheduler.Default);
};

try
{
    if (args is ["--interactive"])
    {
        await new Interactive(cluster, narrator).RunAsync();
        return 0;
    }

    return await new Script(cluster, narrator).RunAsync() ? 0 : 1;
}
catch (DispatchClusterException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
