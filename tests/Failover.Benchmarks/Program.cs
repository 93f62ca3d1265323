using Failover.Benchmarks;

// Measures real member processes on loopback, with default settings, beside what this machine could do at best.
//   dotnet run -c Release --project tests/Failover.Benchmarks [-- runs [NAME=PROGRAM...]]
// Without programs it measures itself, as it was built. The same program is the member that it measures:
// "member NAME DIRECTORY PORTS...".
if (args is ["member", var name, var directory, .. var ports])
{
    await BenchMember.RunAsync(name, directory, ports);
    return;
}

if (OperatingSystem.IsWindows())
{
    Console.Error.WriteLine("The benchmark sends POSIX signals, so it runs on Linux and macOS.");
    return;
}

var runs = args is [var given, ..] ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : 20;
await Suite.RunAsync(runs, args.Length > 1 ? [.. args.Skip(1).Select(Form.Parse)] : [Form.Own]);
