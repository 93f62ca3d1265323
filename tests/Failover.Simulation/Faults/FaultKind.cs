namespace Failover.Simulation.Faults;

/// <summary>What may go wrong, and what people do meanwhile.</summary>
internal enum FaultKind
{
    CrashProcess,
    CrashAtStep,
    PowerOff,
    CrashAll,
    PauseProcess,
    Isolate,
    Partition,
    CutOneWay,

    /// <summary>The leader hears everything late, and then nothing for a long time.</summary>
    LateThenSilent,
    BreakChannels,
    SlowNetwork,
    SlowApply,
    SlowApplication,
    HungApplication,
    ThrowingApplication,
    Unfit,
    ListenerFails,
    Shutdown,
    SecondProcess,
    Resign,
    ConfirmLease,
    ReportPosition,
    HandOver,
    HandOverTo,
    Depose,
    Drain,
    Undrain,
    PauseElection,
    ResumeElection,
    RepeatCommand,
}
