namespace Failover.Chaos.Plans;

/// <summary>What goes wrong.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL of the leader.</summary>
    KillLeader,

    /// <summary>SIGKILL of the coordinator.</summary>
    KillCoordinator,

    /// <summary>SIGKILL of both at once.</summary>
    KillLeaderAndCoordinator,

    /// <summary>SIGKILL of a member that is neither.</summary>
    KillFollower,

    /// <summary>SIGKILL of more than half of the members.</summary>
    KillMajority,

    /// <summary>SIGKILL of all members.</summary>
    KillAll,

    /// <summary>SIGKILL of the leader, and of the same member again while it starts.</summary>
    KillWhileStarting,

    /// <summary>SIGKILL of the leader, whose address then accepts connections and never answers.</summary>
    KillLeaderSilently,

    /// <summary>SIGSTOP of the leader, then SIGCONT.</summary>
    PauseLeader,

    /// <summary>SIGSTOP of the coordinator, then SIGCONT.</summary>
    PauseCoordinator,

    /// <summary>SIGSTOP of a member that is neither, then SIGCONT.</summary>
    PauseFollower,

    /// <summary>SIGSTOP of more than half of the members, then SIGCONT.</summary>
    PauseMajority,

    /// <summary>SIGSTOP of all members, then SIGCONT.</summary>
    PauseAll,

    /// <summary>SIGTERM of the leader.</summary>
    TerminateLeader,

    /// <summary>SIGTERM of every member, one after the other.</summary>
    RollingRestart,

    /// <summary>Copies of a killed member's data directory are damaged, and each is given to a process that can reach nobody.</summary>
    DamageCopies,

    /// <summary>A killed member's data directory is damaged before it is started again, among the others.</summary>
    DamageInPlace,

    /// <summary>A killed member's data directory is replaced by a copy of it from before the coordinator changed, or emptied.</summary>
    OldBackup,

    /// <summary>A second process on the data directory of a running member.</summary>
    SecondProcess,

    /// <summary>A member started under a name that is not in its list of members.</summary>
    UnknownSelf,

    /// <summary>A member started with one member too many in its list.</summary>
    OneMemberTooMany,

    /// <summary>A member started with one of the others missing in its list.</summary>
    OneMemberMissing,

    /// <summary>A connection that speaks a later version of the protocol.</summary>
    LaterProtocol,

    /// <summary>Connections that speak something else.</summary>
    Gibberish,

    /// <summary>The leader's host is cut off from all others.</summary>
    CutLeader,

    /// <summary>The coordinator's host is cut off from all others.</summary>
    CutCoordinator,

    /// <summary>The link between leader and coordinator is cut; both reach the others.</summary>
    CutLink,

    /// <summary>The leader hears nobody, and is heard.</summary>
    LeaderHearsNothing,

    /// <summary>The leader is heard by nobody, and hears.</summary>
    LeaderIsNotHeard,

    /// <summary>A minority with the leader is cut off from the others.</summary>
    Split,

    /// <summary>Nobody reaches anybody.</summary>
    CutAll,

    /// <summary>The leader's host sends little per second, with a queue.</summary>
    SlowLeader,

    /// <summary>Every host loses some of what it receives.</summary>
    LossyNetwork,

    /// <summary>The leader's host resets connections to its cluster port while its member lives.</summary>
    LeaderHostRefuses,

    /// <summary>The coordinator's host does.</summary>
    CoordinatorHostRefuses,

    /// <summary>The leader is killed, its host gone too, so that nothing refuses.</summary>
    LeaderHostDies,

    /// <summary>No space is left where a member keeps its log.</summary>
    FullDisk,

    /// <summary>Every write and flush of a member's log fails.</summary>
    FailingDisk,

    /// <summary>Every flush of a member's log fails, and every write that goes through to the disk; other writes seem to succeed.</summary>
    FailingFlush,

    /// <summary>One write or flush of DotNext's checkpoint fails, and no other; most of them are made in the background, when nobody waits.</summary>
    FailingCheckpoint,

    /// <summary>Every write and flush of a member's log takes long.</summary>
    SlowDisk,

    /// <summary>The leader gets a twentieth of a processor.</summary>
    StarveLeader,

    /// <summary>The coordinator does.</summary>
    StarveCoordinator,

    /// <summary>All members together do.</summary>
    StarveAll,

    /// <summary>The leader is stopped and continued, again and again, a few milliseconds at a time.</summary>
    StutterLeader,

    /// <summary>The leader's thread pool is full of work that blocks.</summary>
    BlockLeaderPool,

    /// <summary>The coordinator's is.</summary>
    BlockCoordinatorPool,

    /// <summary>All members' are.</summary>
    BlockAllPools,

    /// <summary>The whole machine is kept 80 % busy; the members get what they ask for, later.</summary>
    BusyMachine,

    /// <summary>A member kills itself when it reaches a certain step for the n-th time.</summary>
    DieAtStep,

    /// <summary>A member's thread waits when it reaches a certain step for the n-th time.</summary>
    StallAtStep,
}
