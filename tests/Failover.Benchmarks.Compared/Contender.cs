namespace Failover.Benchmarks.Compared;

/// <summary>One way to have one leader.</summary>
/// <param name="Name">How it is called in the figures.</param>
/// <param name="Settings">How it was set, where that matters.</param>
/// <param name="Arguments">What its member processes are started with, before what all are.</param>
/// <param name="Settle">How long a member needs to come back as a successor.</param>
/// <param name="Runs">How many faults of each kind at most; some take half a minute.</param>
internal sealed record Contender(string Name, string Settings, IReadOnlyList<string> Arguments, TimeSpan Settle, int Runs)
{
    public const string OfFailover = "failover";
    public const string OfEtcd = "etcd";
    public const string OfPostgres = "postgres";
    public const string OfWatchedPostgres = "postgres-watched";
    public const string OfAkka = "akka";

    public static Contender Failover { get; } =
        new("Failover", "defaults: lease 2 s", [OfFailover], TimeSpan.FromSeconds(3), int.MaxValue);

    /// <summary>The failure detector and the split-brain resolver take most of the time, so a member is back when the others have agreed.</summary>
    public static Contender Akka { get; } =
        new("Akka.NET, cluster singleton", "defaults: split-brain resolver, stable after 20 s", [OfAkka], TimeSpan.FromSeconds(20), 2);

    /// <summary>This program, as such a member.</summary>
    public Form Form => new(Name, Path.Combine(AppContext.BaseDirectory, "Failover.Benchmarks.Compared.dll"), [.. Arguments]);

    public static Contender Etcd(string server) =>
        new("etcd, election", $"one server; lease {Members.EtcdElection.LeaseSeconds} s, the shortest that it grants", [OfEtcd, server], TimeSpan.FromSeconds(3), int.MaxValue);

    public static Contender Postgres(string server) => new(
        "PostgreSQL, advisory lock", "one server; a holder never hears that it lost the lock", [OfPostgres, server], TimeSpan.FromSeconds(3), int.MaxValue);

    public static Contender WatchedPostgres(string server) => new(
        "PostgreSQL, advisory lock, watched", "one server; DistributedLock.Postgres watches the connection (`HandleLostToken`)", [OfWatchedPostgres, server], TimeSpan.FromSeconds(3), 2);
}
