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

    /// <summary>Two sides that reach each other through one host only.</summary>
    Bridge,

    /// <summary>Each host reaches its neighbours only.</summary>
    Ring,

    /// <summary>The leader hears everything late, and then nothing for a long time.</summary>
    LateThenSilent,
    BreakChannels,
    SlowNetwork,
    SlowApply,

    /// <summary>Somebody sets a wall clock, forward or back, by up to days.</summary>
    SetWallClock,
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
    Approve,
    Reject,
    Promote,
    PromoteByForce,
    LetResign,
    SetPolicy,
    Explain,
    RepeatCommand,
}
