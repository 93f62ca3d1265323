using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting.Tests;

/// <summary>The application side of one member with the election "orders", on manual time and a recording driver.</summary>
internal sealed class Harness : IAsyncDisposable
{
    public const string Election = "orders";

    public static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(200);

    private readonly ServiceProvider _services;

    private Harness(ManualTime time, ServiceProvider services)
    {
        Time = time;
        _services = services;
        Script = services.GetRequiredService<ServiceScript>();
        Logs = services.GetRequiredService<LogRecorder>();
        Handler = services.GetRequiredService<RecordingHandler>();
        Lifetime = services.GetRequiredService<RecordingLifetime>();
        Terminator = services.GetRequiredService<RecordingTerminator>();
        Registry = services.GetRequiredService<ElectionRegistry>();
        Orders = (LeaderElection)Registry.Get(Election);
        Watchdog = services.GetRequiredService<LeaseWatchdog>();
        Registry.Start(Driver);
    }

    public ManualTime Time { get; }

    public RecordingDriver Driver { get; } = new();

    public ServiceScript Script { get; }

    public LogRecorder Logs { get; }

    public RecordingHandler Handler { get; }

    public RecordingLifetime Lifetime { get; }

    public RecordingTerminator Terminator { get; }

    public ElectionRegistry Registry { get; }

    public LeaderElection Orders { get; }

    public LeaseWatchdog Watchdog { get; }

    public ShutdownSequence Shutdown => _services.GetRequiredService<ShutdownSequence>();

    public static Harness Create(Action<IFailoverBuilder>? build = null, Action<ElectionOptions>? configure = null)
    {
        var time = new ManualTime();
        var services = new ServiceCollection();
        services.AddKeyedSingleton<TimeProvider>(FailoverServices.ClockKey, time);
        services.AddSingleton<ServiceScript>().AddSingleton<RecordingHandler>().AddSingleton<LogRecorder>().AddSingleton<RecordingLifetime>();
        services.AddSingleton<IHostApplicationLifetime>(provider => provider.GetRequiredService<RecordingLifetime>());
        services.AddSingleton(new RecordingTerminator(time));
        services.AddSingleton<IProcessTerminator>(provider => provider.GetRequiredService<RecordingTerminator>());
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogRecorder>());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace));
        var builder = services.AddFailover().AddElection(Election, configure);
        build?.Invoke(builder);
        return new Harness(time, services.BuildServiceProvider());
    }

    /// <summary>A lease as the driver grants it.</summary>
    public SessionLease Grant() => new(Time, Time.GetTimestampIn(LeaseDuration), Margin);

    /// <summary>Makes this member the leader.</summary>
    public SessionLease Elect(long term)
    {
        var lease = Grant();
        Elect(term, lease);
        return lease;
    }

    public void Elect(long term, SessionLease lease)
    {
        Orders.OnChanged(Snapshot(term, "n1", isSelf: true));
        Orders.OnLeadershipBegan(term, lease);
    }

    public static ElectionSnapshot Snapshot(long term, string? leader, bool isSelf = false) => new()
    {
        Election = Election,
        Term = term,
        Leader = leader is null ? null : new LeaderInfo(leader, 1, null, new Dictionary<string, string>()),
        IsSelf = isSelf,
    };

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
