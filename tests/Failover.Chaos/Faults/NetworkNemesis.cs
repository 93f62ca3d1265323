using Failover.Chaos.Plans;
using Failover.Chaos.Rounds;
using Failover.Testing;
using TaskDispatch.Cluster;

namespace Failover.Chaos.Faults;

/// <summary>
/// Faults of a network, each member on a host of its own. In half of the rounds crashes are confirmed by refused connections, in the
/// others leases alone decide.
/// </summary>
internal sealed class NetworkNemesis(MemberNetwork network, bool leaseExpiryOnly) : INemesis
{
    private const double HarmlessInLeases = 0.6;

    public IReadOnlyList<FaultKind> Kinds { get; } =
    [
        FaultKind.CutLeader, FaultKind.CutCoordinator, FaultKind.CutLink, FaultKind.LeaderHearsNothing, FaultKind.LeaderIsNotHeard,
        FaultKind.Split, FaultKind.CutAll, FaultKind.SlowLeader, FaultKind.LossyNetwork, FaultKind.LeaderHostRefuses,
        FaultKind.CoordinatorHostRefuses, FaultKind.LeaderHostDies,
    ];

    public IReadOnlyList<string> Settings { get; } =
    [
        "--Failover:TrustNetwork=true",
        $"--Failover:CrashDetection={(leaseExpiryOnly ? "LeaseExpiryOnly" : "ConnectionRefused")}",
    ];

    public IReadOnlyDictionary<string, long> Events { get; } = new Dictionary<string, long>();

    public MemberPlace? Place(string name, string directory) =>
        new($"{MemberNetwork.AddressOf(name)}:{MemberNetwork.ClusterPort}", $"http://{MemberNetwork.AddressOf(name)}:{MemberNetwork.HttpPort}")
        {
            Surroundings = new ProcessSurroundings { Launcher = ["ip", "netns", "exec", network.NamespaceOf(name)] },
            Connect = (_, cancellationToken) => network.ConnectAsync(name, cancellationToken),
        };

    public async Task InjectAsync(Arena arena, Injection injection)
    {
        var (leader, coordinator) = await arena.RolesAsync();
        injection.Begin($"{leader} led, {coordinator} coordinated, for {injection.Fault.Length.TotalMilliseconds:F0} ms");
        injection.MayEndLeadership = injection.Fault.Length > Arena.Lease * HarmlessInLeases;
        await HarmAsync(arena, injection, leader, coordinator);
        await arena.PassAsync(injection.Fault.Length);
        await network.HealAsync();
        if (injection.Fault.Kind == FaultKind.LeaderHostDies)
        {
            await arena.StartAgainAsync(leader);
        }
    }

    public ValueTask DisposeAsync() => network.DisposeAsync();

    private async Task HarmAsync(Arena arena, Injection injection, string leader, string coordinator)
    {
        string[] others = [.. arena.Names.Where(name => name != leader)];
        switch (injection.Fault.Kind)
        {
            case FaultKind.CutLeader:
                await CutAsync(leader, others);
                break;
            case FaultKind.CutCoordinator:
                injection.Victims = injection.MayEndLeadership ? [coordinator] : [];
                injection.MayEndLeadership &= leader == coordinator;
                await CutAsync(coordinator, [.. arena.Names.Where(name => name != coordinator)]);
                break;
            case FaultKind.CutLink:
                await CutAsync(leader, coordinator);
                break;
            case FaultKind.LeaderHearsNothing:
                await network.FilterAsync(leader, $"ip saddr {Set(others)} drop", "");
                break;
            case FaultKind.LeaderIsNotHeard:
                await network.FilterAsync(leader, "", $"ip daddr {Set(others)} drop");
                break;
            case FaultKind.Split:
                string[] minority = [leader, .. others.Where(name => name != coordinator).Take(arena.Names.Count - arena.Majority - 1)];
                foreach (var member in minority)
                {
                    await CutAsync(member, [.. arena.Names.Except(minority)]);
                }

                break;
            case FaultKind.CutAll:
                foreach (var member in arena.Names)
                {
                    await CutAsync(member, [.. arena.Names.Where(name => name != member)]);
                }

                break;
            case FaultKind.SlowLeader:
                await network.SlowDownAsync(leader, 64 << (injection.Fault.Choice % 4));
                break;
            case FaultKind.LossyNetwork:
                foreach (var member in arena.Names)
                {
                    var others1 = arena.Names.Where(name => name != member).ToArray();
                    await network.FilterAsync(member, $"ip saddr {Set(others1)} numgen random mod 100 < {5 + (injection.Fault.Choice % 20)} drop", "");
                }

                break;
            case FaultKind.LeaderHostRefuses:
                await RefuseAsync(injection, leader, others);
                break;
            case FaultKind.CoordinatorHostRefuses:
                await RefuseAsync(injection, coordinator, [.. arena.Names.Where(name => name != coordinator)]);
                break;
            case FaultKind.LeaderHostDies:
                injection.MayEndLeadership = true;
                await CutAsync(leader, others);
                arena.Kill(leader);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(injection), injection.Fault.Kind, "not a fault of this group");
        }
    }

    private Task CutAsync(string member, params string[] others) =>
        network.FilterAsync(member, $"ip saddr {Set(others)} drop", $"ip daddr {Set(others)} drop");

    /// <summary>
    /// New and old connections to the cluster port are reset, as by a host without such a process. Rule 6 assumes that no live
    /// member's host does that, unless crashes are not confirmed by it.
    /// </summary>
    private Task RefuseAsync(Injection injection, string member, params string[] others)
    {
        injection.MayEndLeadership = true;
        injection.BreaksAssumption = !leaseExpiryOnly;
        return network.FilterAsync(
            member, $"ip saddr {Set(others)} tcp dport {MemberNetwork.ClusterPort} reject with tcp reset", "");
    }

    private static string Set(IEnumerable<string> members) => $"{{ {string.Join(", ", members.Select(MemberNetwork.AddressOf))} }}";
}
