using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using Failover.Coordination;
using Failover.Diagnostics;
using Failover.Elections;
using Failover.Hosting.Operations;
using Failover.Operations;
using Failover.Serialization;
using Failover.Sessions;
using Failover.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Failover.Hosting;

/// <summary>
/// The first failover of a process runs code that never ran before. To compile it takes longer than all the rest, and also in native code
/// what runs first takes longer. So it runs, or is compiled, beforehand, on a background thread, once the member has joined.
/// </summary>
internal static class WarmUp
{
    private const BindingFlags AllMethods =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>
    /// In a process that has no more than this, in bytes, the garbage of the start is collected when it has warmed up: the first collection takes
    /// ten milliseconds, better now than while a promotion goes on. It gives memory back, too, and of a process that was killed the operating
    /// system takes the memory apart before it closes the connections. With a large heap that would be a long pause for little.
    /// </summary>
    private const long SmallHeap = 64 * 1024 * 1024;

    private static int _started;

    /// <summary>Begins the warm-up, once in a process, and returns.</summary>
    public static void Begin(LeaseWatchdog watchdog, FailoverMetrics metrics)
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            new Thread(() => Run(watchdog, metrics)) { IsBackground = true, Name = "Failover warm-up", Priority = ThreadPriority.BelowNormal }.Start();
        }
    }

    private static void Run(LeaseWatchdog watchdog, FailoverMetrics metrics)
    {
        Rehearse();
        Lead(watchdog, metrics);
        _ = BeRefusedAsync();
        if (RuntimeFeature.IsDynamicCodeCompiled)
        {
            Compile();
        }

        if (GC.GetTotalMemory(forceFullCollection: false) < SmallHeap)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What was trimmed is never called, and needs no compiling.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "What was trimmed is never called, and needs no compiling.")]
    private static void Compile()
    {
        foreach (var assembly in new[] { typeof(StateMachine).Assembly, typeof(WarmUp).Assembly })
        {
            foreach (var type in assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
            {
                IEnumerable<MethodBase> methods = [.. type.GetMethods(AllMethods), .. type.GetConstructors(AllMethods & ~BindingFlags.Static)];
                foreach (var method in methods.Where(method => !method.IsAbstract && !method.ContainsGenericParameters))
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                }
            }
        }
    }

    /// <summary>A leadership that begins, runs a service, and ends. No application is told, and nothing is counted.</summary>
    private static void Lead(LeaseWatchdog watchdog, FailoverMetrics metrics)
    {
        var clock = BootTimeProvider.Instance;
        var (services, loggers) = (new Scopes(), NullLoggerFactory.Instance);
        var host = new HostContext(
            services,
            new DriverSlot(),
            clock,
            watchdog,
            metrics,
            loggers,
            null,
            new ProcessTerminator(),
            TimeSpan.Zero,
            new ClusterFeed(),
            new PolicyDesk(services, TimeSpan.Zero, clock, NullLogger.Instance));
        var election = new LeaderElection("warm-up", [new LeaderServiceRunner(typeof(Idler), new ElectionOptions(), host)], host);
        election.OnLeadershipBegan(1, new SessionLease(clock, clock.GetTimestamp() + (clock.TimestampFrequency * 10), TimeSpan.Zero));
        _ = EndAsync();

        async Task EndAsync()
        {
            await Idler.Ran.Task;
            election.OnLeadershipEnded(1, "warm-up");
        }
    }

    /// <summary>A refused connection, as to the address of a crashed member: the first exception of a process takes milliseconds.</summary>
    private static async Task BeRefusedAsync()
    {
        try
        {
            // Bound and not listening, so that nobody else can be reached there.
            using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            await using var connection = await new TcpClusterNetwork(BootTimeProvider.Instance).ConnectAsync(silent.LocalEndPoint!);
        }
        catch (SocketException)
        {
            // As it should be.
        }
    }

    /// <summary>A failover from beginning to end in the core, with two members that do not exist, for what only runs when it is used.</summary>
    private static void Rehearse()
    {
        var state = ClusterState.Initial;
        var log = new List<Command>
        {
            Open("a"),
            Open("b"),
            Enrol("a"),
            Enrol("b"),
            new Command.Promote("e", 0, new SessionId("a", 1)),
            new Command.BeginHandOver("e", 1, "b", new OperatorNote("warm-up", null, "1")),
            new Command.Vacate("e", 1, VacancyCause.HandedOver, null, 0),
            new Command.Promote("e", 1, new SessionId("b", 1)),
            new Command.CloseSession(new SessionId("b", 1), VacancyCause.CrashConfirmed, "warm-up"),
            new Command.Promote("e", 2, new SessionId("a", 1)),
        };
        foreach (var command in log)
        {
            var entry = CoreCodec.DecodeEntry(CoreCodec.Encode(new LogEntry("a", default, [command])));
            state = StateMachine.Apply(state, state.Index + 1, 1, entry).State;
        }

        _ = CoreCodec.DecodeState(CoreCodec.Encode(state));
        foreach (SessionMessage message in new SessionMessage[]
        {
            new SessionMessage.Released("e", 1, VacancyCause.HandedOver, null, 0),
            new SessionMessage.Release("e", 1, VacancyCause.HandedOver, "warm-up"),
            new SessionMessage.Goodbye(),
        })
        {
            _ = CoreCodec.DecodeMessage(CoreCodec.Encode(message));
        }

        var coordinator = new Coordinator(new CoordinatorSettings { Self = "a", Members = ["a", "b"] });
        coordinator.Became(1, state, TimeSpan.Zero);
        coordinator.Tick(TimeSpan.FromMinutes(1));
    }

    private static Command.OpenSession Open(string member) =>
        new(new SessionState { Id = new SessionId(member, 1), Process = Guid.Empty });

    private static Command.Enrol Enrol(string member) =>
        new(new SessionId(member, 1), [new Enrolment("e", 0, PromotionPolicy.Automatic)]);

    /// <summary>The least that a leader service does.</summary>
    private sealed class Idler : LeaderService
    {
        public static readonly TaskCompletionSource Ran = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected internal override async Task ExecuteAsync(Leadership leadership, CancellationToken lost)
        {
            Ran.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, lost);
        }
    }

    /// <summary>Gives the one service; the application's container is not touched.</summary>
    private sealed class Scopes : IServiceScopeFactory, IServiceScope, IServiceProvider
    {
        public IServiceProvider ServiceProvider => this;

        public IServiceScope CreateScope() => this;

        public object? GetService(Type serviceType) => serviceType == typeof(Idler) ? new Idler() : null;

        public void Dispose()
        {
        }
    }
}
