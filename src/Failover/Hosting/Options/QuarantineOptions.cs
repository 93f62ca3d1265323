namespace Failover;

/// <summary>How long a member is no candidate for an election after it gave up its leadership.</summary>
public sealed class QuarantineOptions
{
    /// <summary>After <see cref="ILeaderElection.ResignAsync"/>. Default: 10 s. From 0 to 1 day.</summary>
    public TimeSpan AfterResignation { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After a leader service failed. Default: 30 s. From 0 to 1 day.</summary>
    public TimeSpan AfterServiceFailure { get; set; } = TimeSpan.FromSeconds(30);
}
