using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Failover.Coordination;
using Failover.Elections;
using Failover.Promotion;
using Failover.Serialization;
using Failover.Sessions;

namespace Failover.Hosting;

/// <summary>
/// The first failover of a process runs code that never ran before, and compiling it takes longer than all the rest. So it is
/// compiled beforehand, on a background thread, once the member has joined.
/// </summary>
internal static class WarmUp
{
    private const BindingFlags AllMethods =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static int _started;

    /// <summary>Begins the warm-up, once in a process, and returns.</summary>
    public static void Begin()
    {
        if (RuntimeFeature.IsDynamicCodeCompiled && Interlocked.Exchange(ref _started, 1) == 0)
        {
            new Thread(Run) { IsBackground = true, Name = "Failover warm-up", Priority = ThreadPriority.BelowNormal }.Start();
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What was trimmed is never called, and needs no compiling.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "What was trimmed is never called, and needs no compiling.")]
    private static void Run()
    {
        Rehearse();
        foreach (var assembly in new[] { typeof(StateMachine).Assembly, typeof(WarmUp).Assembly })
        {
            foreach (var type in assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
            {
                foreach (var method in type.GetMethods(AllMethods).Where(method => !method.IsAbstract && !method.ContainsGenericParameters))
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                }
            }
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

        var coordinator = new Coordinator(new CoordinatorSettings { Self = "a", Members = ["a", "b"] }, new AutomaticPromotion());
        coordinator.Became(1, state, TimeSpan.Zero);
        coordinator.Tick(TimeSpan.FromMinutes(1));
    }

    private static Command.OpenSession Open(string member) =>
        new(new SessionState { Id = new SessionId(member, 1), Process = Guid.Empty });

    private static Command.Enrol Enrol(string member) =>
        new(new SessionId(member, 1), [new Enrolment("e", 0, PolicySettings.Automatic)]);
}
