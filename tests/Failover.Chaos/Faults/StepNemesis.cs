using Failover.Chaos.Hook;
using Failover.Chaos.Plans;
using Failover.Chaos.Rounds;
using Failover.Diagnostics;
using TaskDispatch.Cluster;

namespace Failover.Chaos.Faults;

/// <summary>Members that die or stall exactly at a named step, of those that do it, and with something to do.</summary>
internal sealed class StepNemesis : INemesis
{
    private const int MostTimes = 3;

    /// <summary>So many are done to reach every step, though the time is up.</summary>
    private const int MostFaults = 12;

    /// <summary>A member may have to be behind by so many snapshots before it is sent one.</summary>
    private const int SnapshotsAhead = 3;

    private static readonly TimeSpan s_stepBound = TimeSpan.FromSeconds(15);

    private readonly SortedDictionary<string, long> _events = new(StringComparer.Ordinal);
    private readonly Failpoint[] _steps = Enum.GetValues<Failpoint>();
    private int _next;

    public StepNemesis(int seed) => new Random(seed).Shuffle(_steps);

    /// <summary>Whether some step was not reached yet: a round wants all of them.</summary>
    public bool HasMore(Arena arena) => _next < MostFaults && _steps.Any(step => arena.Hooks.CountOf(step) == 0);

    public IReadOnlyList<FaultKind> Kinds { get; } = [FaultKind.DieAtStep, FaultKind.StallAtStep];

    public IReadOnlyList<string> Settings => [];

    public IReadOnlyDictionary<string, long> Events => _events;

    public MemberPlace? Place(string name, string directory) => null;

    public async Task InjectAsync(Arena arena, Injection injection)
    {
        // First those that nobody has come by.
        var step = _steps.FirstOrDefault(step => _next > 0 && arena.Hooks.CountOf(step) == 0, _steps[_next % _steps.Length]);
        _next++;
        var (leader, coordinator) = await arena.RolesAsync();
        var other = arena.Names.First(name => name != leader && name != coordinator);
        var victim = step switch
        {
            Failpoint.ReleaseAsked or Failpoint.ServicesEnded or Failpoint.Releasing => leader,
            Failpoint.Proposing or Failpoint.Proposed => coordinator,
            Failpoint.LeadershipBeginning or Failpoint.SnapshotReceived or Failpoint.SnapshotStored
                or Failpoint.PromiseNotWritten or Failpoint.PromiseWritten or Failpoint.EntriesReceived or Failpoint.EntriesAppended
                or Failpoint.Acknowledging => other,
            _ => injection.Fault.Choose([leader, coordinator, other]),
        };
        var times = IsRare(step) ? 1 : 1 + (injection.Fault.Choice % MostTimes);
        var action = injection.Fault.Kind == FaultKind.DieAtStep ? FailpointAction.Die : FailpointAction.Stall;
        injection.Begin($"{victim} at {step}, time {times}; {leader} led, {coordinator} coordinated");
        await ProvokeAsync(arena, step, victim, leader, coordinator, () => arena.Hooks.Arm(victim, step, action, times, injection.Fault.Length));
        var isDone = await arena.WaitAsync(() => arena.Hooks.IsDone(victim), s_stepBound);
        arena.Hooks.Disarm(victim);
        Count($"{(action == FailpointAction.Die ? "died" : "stalled")} at {step}{(isDone ? "" : ": not reached in time")}");
        if (isDone && action == FailpointAction.Die)
        {
            injection.Check(await arena.EndsAsync(victim), "it went on after it had killed itself.");
            arena.CountKill();
        }

        if (isDone)
        {
            await arena.PassAsync(injection.Fault.Length);
        }

        await arena.StartAgainAsync([.. arena.Names.Except(arena.Cluster.Running)]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Arms the victim, and sees to it that it has to take the step.</summary>
    private static async Task ProvokeAsync(Arena arena, Failpoint step, string victim, string leader, string coordinator, Action arm)
    {
        switch (step)
        {
            case Failpoint.ReleaseAsked or Failpoint.ServicesEnded or Failpoint.Releasing:
                arm();
                await arena.Operators.ResignAsync(leader);
                break;
            case Failpoint.LeadershipBeginning:
                arm();
                await arena.TryHandOverAsync(leader, victim);
                break;
            case Failpoint.PromiseNotWritten or Failpoint.PromiseWritten or Failpoint.FileNotRenamed when victim != coordinator:
                // A new Raft term.
                arm();
                await arena.KillAndWaitAsync(coordinator);
                break;
            case Failpoint.SnapshotReceived or Failpoint.SnapshotStored:
                await FallBehindAsync(arena, victim, coordinator);
                arm();
                await arena.StartAgainAsync(victim);
                break;
            default:
                arm();
                break;
        }
    }

    /// <summary>Keeps a member down until the others have forgotten what it has yet to hear.</summary>
    private static async Task FallBehindAsync(Arena arena, string victim, string coordinator)
    {
        await arena.KillAndWaitAsync(victim);
        var control = arena.Hooks[coordinator];
        var saved = control.Reached(Failpoint.SnapshotSaved);
        await arena.WaitAsync(() => control.Reached(Failpoint.SnapshotSaved) >= saved + SnapshotsAhead, s_stepBound);
    }

    private static bool IsRare(Failpoint step) => step is Failpoint.ReleaseAsked or Failpoint.ServicesEnded or Failpoint.Releasing
        or Failpoint.LeadershipBeginning or Failpoint.PromiseNotWritten or Failpoint.PromiseWritten
        or Failpoint.SnapshotReceived or Failpoint.SnapshotStored or Failpoint.SnapshotTaken or Failpoint.SnapshotSaved or Failpoint.FileNotRenamed;

    private void Count(string what) => _events[what] = _events.GetValueOrDefault(what) + 1;
}
