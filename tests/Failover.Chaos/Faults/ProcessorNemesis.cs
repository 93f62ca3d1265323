using Failover.Chaos.Hook;
using Failover.Chaos.Plans;
using Failover.Chaos.Rounds;
using Failover.Testing;
using TaskDispatch.Cluster;

namespace Failover.Chaos.Faults;

/// <summary>Takes processor time away from members.</summary>
internal sealed class ProcessorNemesis : INemesis
{
    /// <summary>The safety margin: only after it may another member act.</summary>
    private static readonly TimeSpan s_tokenBound = TimeSpan.FromMilliseconds(200) * ChaosSettings.Pace;

    private readonly SortedDictionary<string, long> _events = new(StringComparer.Ordinal);

    public IReadOnlyList<FaultKind> Kinds { get; } =
        [FaultKind.StarveLeader, FaultKind.StarveCoordinator, FaultKind.StarveAll, FaultKind.StutterLeader, FaultKind.BlockLeaderPool, FaultKind.BlockCoordinatorPool, FaultKind.BlockAllPools];

    public IReadOnlyList<string> Settings => [];

    public IReadOnlyDictionary<string, long> Events => _events;

    public MemberPlace? Place(string name, string directory) => null;

    public async Task InjectAsync(Arena arena, Injection injection)
    {
        var (leader, coordinator) = await arena.RolesAsync();
        injection.Begin($"{leader} led, {coordinator} coordinated, for {injection.Fault.Length.TotalMilliseconds:F0} ms");
        await (injection.Fault.Kind switch
        {
            FaultKind.StarveLeader => StarveAsync(arena, injection, leader),
            FaultKind.StarveCoordinator => StarveAsync(arena, injection, coordinator),
            FaultKind.StarveAll => StarveAsync(arena, injection, [.. arena.Names]),
            FaultKind.StutterLeader => StutterAsync(arena, injection, leader),
            FaultKind.BlockLeaderPool => BlockAsync(arena, injection, leader),
            FaultKind.BlockCoordinatorPool => BlockAsync(arena, injection, coordinator),
            FaultKind.BlockAllPools => BlockAsync(arena, injection, [.. arena.Names]),
            _ => throw new ArgumentOutOfRangeException(nameof(injection), injection.Fault.Kind, "not a fault of this group"),
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task StarveAsync(Arena arena, Injection injection, params string[] members)
    {
        await using var quota = ProcessorQuota.Impose([.. members.Select(member => arena.Cluster.Member(member).Id)]);
        var means = $"starved by {quota.Means}";
        _events[means] = _events.GetValueOrDefault(means) + 1;
        await arena.PassAsync(injection.Fault.Length);
    }

    /// <summary>Rule 5: whoever cannot renew because of it must be told in time that its lease is over.</summary>
    private async Task BlockAsync(Arena arena, Injection injection, params string[] members)
    {
        var controls = members.Select(member => (Member: member, Control: arena.Hooks[member])).ToArray();
        var before = controls.Sum(member => member.Control[MemberControl.EndsWatched]);
        foreach (var (_, control) in controls)
        {
            control[MemberControl.LatestTokenMilliseconds] = 0;
            control[MemberControl.Blocks] = 0;
            Volatile.Write(ref control[MemberControl.BlockMilliseconds], (int)injection.Fault.Length.TotalMilliseconds);
        }

        await arena.PassAsync(injection.Fault.Length);
        foreach (var (member, control) in controls)
        {
            injection.Check(
                await arena.WaitAsync(() => Volatile.Read(ref control[MemberControl.Blocks]) > 0 || arena.Cluster.Member(member).HasExited, Patience.Of(Arena.SettleBound)),
                $"the thread pool of {member} was not blocked.");
            var late = control[MemberControl.LatestTokenMilliseconds];
            injection.Check(
                late < s_tokenBound.TotalMilliseconds, $"{member}'s leadership was over {late} ms before its token was cancelled.");
            _events["blocked pools: latest token, ms"] = Math.Max(_events.GetValueOrDefault("blocked pools: latest token, ms"), late);
        }

        var ended = controls.Sum(member => member.Control[MemberControl.EndsWatched]) - before;
        _events["blocked pools: leaderships that ended meanwhile"] = _events.GetValueOrDefault("blocked pools: leaderships that ended meanwhile") + ended;
    }

    private static async Task StutterAsync(Arena arena, Injection injection, string member)
    {
        var random = new Random(injection.Fault.Choice);
        for (var left = injection.Fault.Length; left > TimeSpan.Zero;)
        {
            var (stopped, running) = (TimeSpan.FromMilliseconds(random.Next(5, 100)), TimeSpan.FromMilliseconds(random.Next(1, 20)));
            arena.Send(member, ProcessSignal.Stop);
            await arena.PassAsync(stopped);
            arena.Send(member, ProcessSignal.Continue);
            await arena.PassAsync(running);
            left -= stopped + running;
        }
    }
}
