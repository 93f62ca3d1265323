using Failover.Chaos.Plans;

namespace Failover.Chaos.Faults;

/// <summary>Who does the faults of a group, and where that is not possible.</summary>
internal static class Nemeses
{
    public static async Task<INemesis> CreateAsync(FaultGroup group, int size, Random random) => group switch
    {
        FaultGroup.Signals => new SignalNemesis(),
        FaultGroup.Directories => new DirectoryNemesis(),
        FaultGroup.Network => new NetworkNemesis(await MemberNetwork.CreateAsync(size), leaseExpiryOnly: random.Next(2) == 0),
        FaultGroup.Disks => await DiskNemesis.CreateAsync(size),
        FaultGroup.Processors => new ProcessorNemesis(),
        FaultGroup.Operations => new OperationNemesis(),
        FaultGroup.Steps => new StepNemesis(random.Next()),
        FaultGroup.Load => new LoadNemesis(),
        _ => throw new ArgumentOutOfRangeException(nameof(group), group, "not a group"),
    };

    /// <summary>Why a group can not be run here, or null when it can.</summary>
    public static string? WhyNot(FaultGroup group) => group switch
    {
        FaultGroup.Network => MemberNetwork.WhyNot(),
        FaultGroup.Disks => DiskNemesis.WhyNot(),
        FaultGroup.Load => ProcessorTime.WhyNot(),
        _ => null,
    };
}
