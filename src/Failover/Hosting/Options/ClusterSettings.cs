using System.Net;

namespace Failover.Hosting;

/// <summary>The validated options, as the driver uses them. Immutable.</summary>
internal sealed record ClusterSettings
{
    /// <summary>The name of this member when no members are configured.</summary>
    public const string LoneMember = "local";

    public required string ClusterId { get; init; }

    /// <summary>The name of this member: a key of <see cref="Members"/>.</summary>
    public required string Self { get; init; }

    /// <summary>
    /// All members that vote, by name: <see cref="IPEndPoint"/> or <see cref="DnsEndPoint"/>. In a cluster of one without configured
    /// members the port is 0: the operating system chooses.
    /// </summary>
    public required IReadOnlyDictionary<string, EndPoint> Members { get; init; }

    /// <summary>Where to listen, when that is not this member's address; or null.</summary>
    public EndPoint? ListenEndPoint { get; init; }

    /// <summary>The full path of the data directory; it need not exist.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The elections that this host registered.</summary>
    public required IReadOnlyDictionary<string, ElectionOptions> Elections { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public string? AdvertisedAddress { get; init; }

    public bool IsWitness { get; init; }

    public required TimeSpan LeaseDuration { get; init; }

    public required TimeSpan RenewalInterval { get; init; }

    public required TimeSpan LowerElectionTimeout { get; init; }

    public required TimeSpan UpperElectionTimeout { get; init; }

    public required TimeSpan RequestTimeout { get; init; }

    public required TimeSpan ConnectTimeout { get; init; }

    public required double ClockRateTolerance { get; init; }

    public required TimeSpan LeaseSafetyMargin { get; init; }

    public CrashDetection CrashDetection { get; init; }

    public required TimeSpan ConfirmTimeout { get; init; }

    public required TimeSpan OperationTimeout { get; init; }

    public required TimeSpan PolicyTimeout { get; init; }

    public required TimeSpan ShutdownHandOverTimeout { get; init; }

    public required TimeSpan UnhealthyGracePeriod { get; init; }

    public required TimeSpan HealthCheckInterval { get; init; }

    public required TimeSpan QuarantineAfterResignation { get; init; }

    public required TimeSpan QuarantineAfterServiceFailure { get; init; }

    /// <summary>Remarks on the configuration for the log: valid, but somebody should read them.</summary>
    public required IReadOnlyList<string> Advice { get; init; }
}
