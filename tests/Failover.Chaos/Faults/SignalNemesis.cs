using Failover.Chaos.Plans;
using Failover.Chaos.Rounds;
using Failover.Testing;
using TaskDispatch.Cluster;

namespace Failover.Chaos.Faults;

/// <summary>Signals to processes.</summary>
internal sealed class SignalNemesis : INemesis
{
    /// <summary>A pause this short costs nobody the lease: what is left of it is for the renewal that was under way.</summary>
    private const double HarmlessPauseInLeases = 0.6;

    public IReadOnlyList<FaultKind> Kinds { get; } =
    [
        FaultKind.KillLeader, FaultKind.KillCoordinator, FaultKind.KillLeaderAndCoordinator, FaultKind.KillFollower,
        FaultKind.KillMajority, FaultKind.KillAll, FaultKind.KillWhileStarting, FaultKind.KillLeaderSilently,
        FaultKind.PauseLeader, FaultKind.PauseCoordinator, FaultKind.PauseFollower, FaultKind.PauseMajority, FaultKind.PauseAll,
        FaultKind.TerminateLeader, FaultKind.RollingRestart,
    ];

    public IReadOnlyList<string> Settings => [];

    public IReadOnlyDictionary<string, long> Events { get; } = new Dictionary<string, long>();

    public MemberPlace? Place(string name, string directory) => null;

    public async Task InjectAsync(Arena arena, Injection injection)
    {
        var (leader, coordinator) = await arena.RolesAsync();
        var fault = injection.Fault;
        var others = arena.Names.Where(name => name != leader && name != coordinator).ToList();
        var some = Some(arena, fault);
        await (fault.Kind switch
        {
            FaultKind.KillLeader => KillAsync(arena, injection, leader, leader),
            FaultKind.KillCoordinator => KillAsync(arena, injection, leader, coordinator),
            FaultKind.KillLeaderAndCoordinator => KillAsync(arena, injection, leader, leader, coordinator),
            FaultKind.KillFollower => KillAsync(arena, injection, leader, fault.Choose(others)),
            FaultKind.KillMajority => KillAsync(arena, injection, leader, some),
            FaultKind.KillAll => KillAsync(arena, injection, leader, [.. arena.Names]),
            FaultKind.KillWhileStarting => KillWhileStartingAsync(arena, injection, leader),
            FaultKind.KillLeaderSilently => KillSilentlyAsync(arena, injection, leader),
            FaultKind.PauseLeader => PauseAsync(arena, injection, leader, leader),
            FaultKind.PauseCoordinator => PauseAsync(arena, injection, leader, coordinator),
            FaultKind.PauseFollower => PauseAsync(arena, injection, leader, fault.Choose(others)),
            FaultKind.PauseMajority => PauseAsync(arena, injection, leader, some),
            FaultKind.PauseAll => PauseAsync(arena, injection, leader, [.. arena.Names]),
            FaultKind.TerminateLeader => TerminateAsync(arena, injection, leader),
            FaultKind.RollingRestart => TerminateAsync(arena, injection, [.. arena.Names]),
            _ => throw new ArgumentOutOfRangeException(nameof(injection), fault.Kind, "not a fault of this group"),
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task KillAsync(Arena arena, Injection injection, string leader, params string[] members)
    {
        members = [.. members.Distinct()];
        injection.Begin($"{string.Join(", ", members)} while {leader} led");
        injection.MayEndLeadership = members.Contains(leader) || members.Length >= arena.Majority;
        injection.Victims = members;
        foreach (var member in members)
        {
            arena.Kill(member);
        }

        await arena.PassAsync(injection.Fault.Length);
        await arena.StartAgainAsync(members);
    }

    private static async Task KillWhileStartingAsync(Arena arena, Injection injection, string leader)
    {
        injection.Begin($"{leader}, which led");
        arena.Kill(leader);
        await arena.StartAgainAsync(leader);
        await arena.PassAsync(injection.Fault.Length / 5);
        arena.Kill(leader);
        await arena.StartAgainAsync(leader);
    }

    private static async Task KillSilentlyAsync(Arena arena, Injection injection, string leader)
    {
        injection.Begin($"{leader}, which led");
        arena.Kill(leader);
        await using (await SilentListener.OccupyAsync(arena.Cluster.Place(leader).ClusterAddress))
        {
            await arena.PassAsync(injection.Fault.Length);
        }

        await arena.StartAgainAsync(leader);
    }

    private static async Task PauseAsync(Arena arena, Injection injection, string leader, params string[] members)
    {
        injection.Begin($"{string.Join(", ", members)} for {injection.Fault.Length.TotalMilliseconds:F0} ms while {leader} led");
        injection.MayEndLeadership = (members.Contains(leader) || members.Length >= arena.Majority)
            && injection.Fault.Length > Arena.Lease * HarmlessPauseInLeases;
        injection.Victims = injection.Fault.Length > Arena.Lease * HarmlessPauseInLeases ? members : [];
        foreach (var member in members)
        {
            arena.Send(member, ProcessSignal.Stop);
        }

        await arena.PassAsync(injection.Fault.Length);
        foreach (var member in members)
        {
            arena.Send(member, ProcessSignal.Continue);
        }
    }

    private static async Task TerminateAsync(Arena arena, Injection injection, params string[] members)
    {
        injection.Begin($"{string.Join(", ", members)}");
        foreach (var member in members)
        {
            arena.Send(member, ProcessSignal.Terminate);
            if (!await arena.EndsAsync(member))
            {
                injection.Check(false, $"{member} did not end.");
                arena.Kill(member);
            }

            await arena.StartAgainAsync(member);
            if (members.Length > 1)
            {
                var reason = await arena.SettleAsync(injection.AtNanoseconds);
                injection.Check(reason is null, $"no progress after {member} was started again. {reason}");
            }
        }
    }

    /// <summary>A majority of the members.</summary>
    private static string[] Some(Arena arena, Fault fault)
    {
        var names = arena.Names.ToArray();
        new Random(fault.Choice).Shuffle(names);
        return names[..arena.Majority];
    }
}
