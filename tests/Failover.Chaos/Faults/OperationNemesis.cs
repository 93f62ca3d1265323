using Failover.Chaos.Checks;
using Failover.Chaos.Plans;
using Failover.Chaos.Rounds;
using TaskDispatch.Cluster;

namespace Failover.Chaos.Faults;

/// <summary>Kills and stops members while clients confirm and hand over the leadership.</summary>
internal sealed class OperationNemesis : INemesis, IOperationHistory
{
    private static readonly TimeSpan s_afterwards = TimeSpan.FromSeconds(3);

    private readonly SignalNemesis _signals = new();
    private readonly OperationLoad _load = new();

    public IReadOnlyList<FaultKind> Kinds { get; } =
    [
        FaultKind.KillLeader, FaultKind.KillCoordinator, FaultKind.KillFollower, FaultKind.KillAll,
        FaultKind.PauseLeader, FaultKind.PauseCoordinator, FaultKind.PauseAll, FaultKind.TerminateLeader,
    ];

    public IReadOnlyList<string> Settings => [];

    public IReadOnlyDictionary<string, long> Events => _load.Outcomes;

    public MemberPlace? Place(string name, string directory) => null;

    public async Task InjectAsync(Arena arena, Injection injection)
    {
        _load.Start(arena, injection.Fault.Choice);
        try
        {
            await _signals.InjectAsync(arena, injection);
            await arena.PassAsync(s_afterwards);
        }
        finally
        {
            // A new leader, or a member that is no candidate yet, may be what a client has asked for.
            injection.MayEndLeadership = true;
            await _load.StopAsync();
        }
    }

    public IReadOnlyCollection<SeatOperation> Answers => _load.Answers;

    public ValueTask DisposeAsync() => _load.DisposeAsync();
}
