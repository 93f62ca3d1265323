using Failover.Chaos.Plans;
using Failover.Chaos.Rounds;
using Failover.Testing;
using TaskDispatch.Cluster;

namespace Failover.Chaos.Faults;

/// <summary>Takes processor time away from members.</summary>
internal sealed class ProcessorNemesis : INemesis
{
    private readonly SortedDictionary<string, long> _events = new(StringComparer.Ordinal);

    public IReadOnlyList<FaultKind> Kinds { get; } =
        [FaultKind.StarveLeader, FaultKind.StarveCoordinator, FaultKind.StarveAll, FaultKind.StutterLeader];

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
