using Failover.Chaos.Plans;
using Failover.Chaos.Rounds;
using TaskDispatch.Cluster;

namespace Failover.Chaos.Faults;

/// <summary>A busy machine. Nobody does any harm: a leader that is replaced was replaced for nothing.</summary>
internal sealed class LoadNemesis : INemesis
{
    private const double Share = 0.8;
    private const double Tolerance = 0.05;

    /// <summary>Longer than other faults: it is nothing but time.</summary>
    private const int Times = 5;

    private readonly SortedDictionary<string, long> _events = new(StringComparer.Ordinal);

    public IReadOnlyList<FaultKind> Kinds { get; } = [FaultKind.BusyMachine];

    public IReadOnlyList<string> Settings => [];

    public IReadOnlyDictionary<string, long> Events => _events;

    public MemberPlace? Place(string name, string directory) => null;

    public async Task InjectAsync(Arena arena, Injection injection)
    {
        var length = injection.Fault.Length * Times;
        injection.Begin("");
        injection.MayEndLeadership = false;
        await using var load = new MachineLoad(Share);
        await arena.PassAsync(length);
        var share = load.Share;
        injection.Detail = FormattableString.Invariant($"{share * 100:F0} % busy for {length.TotalSeconds:F1} s");
        var word = share > Share + Tolerance ? "busier" : share < Share - Tolerance ? "less busy" : $"{Share * 100:F0} % busy";
        var name = $"busy machine: {word}, ms";
        _events[name] = _events.GetValueOrDefault(name) + (long)length.TotalMilliseconds;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
