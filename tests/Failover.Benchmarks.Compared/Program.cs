using System.Globalization;
using Failover.Benchmarks;
using Failover.Benchmarks.Compared;
using Failover.Benchmarks.Compared.Members;

// Measures, one after the other in one run, how long three processes are without a leader when theirs is killed, stopped or hangs: with
// Failover, with an election in etcd, with an advisory lock in PostgreSQL, and with a cluster singleton of Akka.NET.
//   dotnet run -c Release --project tests/Failover.Benchmarks.Compared [-- runs]
// etcd and PostgreSQL are the machine's own (in Debian: etcd-server, postgresql), started for this; what is not there is left out.
// The same program is the member that is measured: "CONTENDER [SERVER] member NAME DIRECTORY PORTS...".
switch (args)
{
    case [Contender.OfFailover, "member", var name, var directory, .. var ports]:
        await BenchMember.RunAsync(name, directory, ports);
        return;
    case [Contender.OfEtcd, var server, "member", var name, ..]:
        await ElectedHost.RunAsync(new EtcdElection(server, name));
        return;
    case [Contender.OfPostgres or Contender.OfWatchedPostgres, var server, "member", ..]:
        await ElectedHost.RunAsync(new PostgresLock(server, isWatched: args[0] == Contender.OfWatchedPostgres));
        return;
    case [Contender.OfAkka, "member", var name, _, .. var ports]:
        await AkkaMember.RunAsync(name, ports);
        return;
}

if (OperatingSystem.IsWindows())
{
    Console.Error.WriteLine("The benchmark sends POSIX signals, so it runs on Linux and macOS.");
    return;
}

await ComparedSuite.RunAsync(args is [var runs, ..] ? int.Parse(runs, CultureInfo.InvariantCulture) : 12);
