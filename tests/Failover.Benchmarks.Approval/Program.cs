using System.Globalization;
using Failover.Benchmarks;
using Failover.Benchmarks.Approval;

// Measures how long it takes from an operator's approval to the next leader acting: over HTTP, and through the tool.
//   dotnet run -c Release --project tests/Failover.Benchmarks.Approval [-- runs [native tool [NAME=PROGRAM]]]
// The native tool: dotnet publish src/Failover.Cli -r linux-x64 -p:PublishAot=true -p:PackAsTool=false -o DIRECTORY
// The same program is the member that it measures ("member NAME DIRECTORY PORTS..."), as it was built or in the form that is given.
if (args is ["member", var name, var directory, .. var ports])
{
    await WebMember.RunAsync(name, directory, ports);
    return;
}

if (OperatingSystem.IsWindows())
{
    Console.Error.WriteLine("The benchmark sends POSIX signals, so it runs on Linux and macOS.");
    return;
}

var form = args.ElementAtOrDefault(2) is { } given ? Form.Parse(given) : new Form("JIT", Path.Combine(AppContext.BaseDirectory, "Failover.Benchmarks.Approval.dll"));
await new ApprovalSuite(form, new ToolRun(args.ElementAtOrDefault(1))).RunAsync(args is [var runs, ..] ? int.Parse(runs, CultureInfo.InvariantCulture) : 20);
