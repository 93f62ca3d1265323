namespace Comparison.Faults;

/// <summary>What people read about the faults.</summary>
internal static class FaultCatalogue
{
    public static IReadOnlyList<FaultInfo> All { get; } =
    [
        new(FaultKind.KillLeader, "kill-leader", "Kill the leader", 12,
            "Its process is gone, and the cluster can prove it. Automatic has a new leader within milliseconds; approval waits for you, or for the process to be started again after 12 s."),
        new(FaultKind.HangLeader, "hang-leader", "Hang it for 5 s", 5,
            "Nobody can tell a frozen process from a dead one. Automatic waits out the lease (3 s) and promotes: too early, for after 5 s the old leader would have been back. Approval: do you click?"),
        new(FaultKind.CutLeader, "cut-leader", "Cut it off for 5 s", 5,
            "The leader lives, and works until its lease runs out; then it stops by itself, because it can not know whether it was replaced. Watch the terms: there are never two leaders."),
        new(FaultKind.LossyLinks, "lossy-links", "Make its link lossy", 8,
            "One piece in seven is lost and sent again 200 ms later. The lease is long enough for some of that. Does anybody change the leader without need?"),
        new(FaultKind.SlowLinks, "slow-links", "Make its link slow", 8,
            "Everything takes 15 ms more. Nothing should happen: slow is not dead."),
        new(FaultKind.FlapLeader, "flap-leader", "Flap it", 18,
            "Whoever leads is cut off for 4 s, three times. Automatic follows each time; within limits it stops and asks; with approval nothing moves, if you wait."),
        new(FaultKind.OverloadLeader, "overload-leader", "Overload it", 6,
            "It gets a tenth of its processor time. Work slows down while the leadership holds: being slow is no reason to be replaced."),
        new(FaultKind.KillCoordinator, "kill-coordinator", "Kill the coordinator", 6,
            "The member that watches the others dies. If it is not the leader, nobody's leadership changes, in any mode."),
        new(FaultKind.StopLeader, "stop-leader", "Stop it gracefully", 6,
            "The old leader finishes its work and releases, so automatic loses hardly any time. Approval asks all the same: who stops a process has not said who shall lead. An operator who hands over before the stop has, and nobody is asked."),
        new(FaultKind.RestartAll, "restart-all", "Restart everything", 1,
            "All are killed at once, as by a power failure. The log on disk knows the term; the work goes on where it stopped."),
    ];

    public static FaultInfo Of(FaultKind kind) => All.Single(fault => fault.Kind == kind);
}
