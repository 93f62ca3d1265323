using Failover.Coordination;
using Failover.Sessions;

namespace Failover.Hosting.Driver;

/// <summary>What the driver gives to the core.</summary>
internal sealed record DriverSettings(MemberSettings Session, CoordinatorSettings Coordinator)
{
    /// <summary>How long opening a channel, a barrier or a proposal may take before it counts as failed.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a member that resigned is no candidate of that election.</summary>
    public TimeSpan QuarantineAfterResignation { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a member whose leader service failed is no candidate of that election.</summary>
    public TimeSpan QuarantineAfterServiceFailure { get; init; } = TimeSpan.FromSeconds(30);
}
