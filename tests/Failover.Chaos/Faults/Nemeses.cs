using Failover.Chaos.Plans;

namespace Failover.Chaos.Faults;

/// <summary>Who does the faults of a group, and where that is not possible.</summary>
internal static class Nemeses
{
    public static INemesis Create(FaultGroup group, int size, Random random) => group switch
    {
        FaultGroup.Signals => new SignalNemesis(),
        FaultGroup.Directories => new DirectoryNemesis(),
        _ => throw new ArgumentOutOfRangeException(nameof(group), group, "not a group"),
    };

    /// <summary>Why a group can not be run here, or null when it can.</summary>
    public static string? WhyNot(FaultGroup group) => group switch
    {
        _ => null,
    };
}
