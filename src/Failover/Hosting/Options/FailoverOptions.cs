namespace Failover;

/// <summary>
/// How this process takes part in its cluster. Bound from a configuration section (by convention <c>Failover</c>) and validated when
/// the host starts: all errors are reported at once, each with its key.
/// </summary>
/// <remarks>
/// Every member of a cluster must be given the same <see cref="ClusterId"/>, <see cref="Members"/> and timings.
/// Times are written <c>hh:mm:ss.fff</c> in configuration. Read once, at start; later changes have no effect.
/// </remarks>
/// <example>
/// <code language="json">
/// "Failover": {
///   "Member": "n1",
///   "Members": { "n1": "127.0.0.1:7001", "n2": "127.0.0.1:7002", "n3": "127.0.0.1:7003" },
///   "Elections": { "orders": { "Priority": 10 } }
/// }
/// </code>
/// </example>
public sealed class FailoverOptions
{
    /// <summary>
    /// Which cluster this is; members of different clusters refuse each other. A name: 1 to 100 letters, digits, <c>-</c>,
    /// <c>_</c> or <c>.</c>. Default: <c>failover</c>.
    /// </summary>
    public string ClusterId { get; set; } = "failover";

    /// <summary>
    /// The name of this process's member: one of <see cref="Members"/>. A name: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or
    /// <c>.</c>. Required when members are configured; <c>local</c> otherwise.
    /// </summary>
    public string? Member { get; set; }

    /// <summary>
    /// All members that vote, this one included: name to cluster address (<c>host:port</c>). The addresses are dialled as they are
    /// written here. In configuration a list of <c>name=host:port</c> is understood too. An odd number is best. Default: none,
    /// which means a cluster of one, on a loopback port that the operating system chooses.
    /// </summary>
    public IDictionary<string, string> Members { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Where this member listens (<c>host:port</c>), when that is not the address in <see cref="Members"/> at which the others dial it:
    /// behind an address translation or a proxy. What stands there must answer <em>refused</em> only when this process is gone; if it may
    /// refuse on behalf of a live one, set <see cref="CrashDetection"/> to <see cref="CrashDetection.LeaseExpiryOnly"/>.
    /// Default: the address in <see cref="Members"/>.
    /// </summary>
    public string? ListenAddress { get; set; }

    /// <summary>
    /// Facts about this member that others may see, for example <c>zone</c>. At most 32, each of at most 200 characters. Default: none.
    /// </summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Where applications reach this member, for example its HTTP base address; shown in <see cref="LeaderInfo.Address"/>, and not
    /// used by the cluster. At most 500 characters. Default: none.
    /// </summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>Whether this member only votes and coordinates, and never leads. Default: false.</summary>
    public bool Witness { get; set; }

    /// <summary>
    /// Where this member keeps the replicated log. One process at a time may use it, and it must survive restarts. Default:
    /// <c>Failover/{application}/{cluster}/{member}</c> below the user's local application data folder.
    /// </summary>
    public string? DataDirectory { get; set; }

    /// <summary>
    /// How long a member may act without hearing from the coordinator, and so how long a failover takes when a crash can not be
    /// confirmed. Default: 2 s. From 200 ms to 5 min; less <see cref="LeaseSafetyMargin"/> it must cover the coordinator's own
    /// failover: 4 x <see cref="ElectionTimeoutUpper"/> + 2 x <see cref="RenewalInterval"/>.
    /// </summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a member renews its session. Default: 250 ms. From 10 ms to a quarter of <see cref="LeaseDuration"/>.</summary>
    public TimeSpan RenewalInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The shortest time without word of the coordinator after which a member tries to become it. Default: 150 ms. From 30 ms to
    /// 1 min.
    /// </summary>
    public TimeSpan ElectionTimeoutLower { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// The longest such time; each try draws between the two. Default: 300 ms. More than <see cref="ElectionTimeoutLower"/>, at most 1
    /// min.
    /// </summary>
    public TimeSpan ElectionTimeoutUpper { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// How long a member waits for the answer to one request of the consensus protocol. Default: 50 ms. From 1 ms to a third of
    /// <see cref="ElectionTimeoutLower"/>, because a vote waits for every answer.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How long a member tries to connect to another. Default: 50 ms. From 1 ms to a third of <see cref="ElectionTimeoutLower"/>.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// By what fraction the rates of two members' monotonic clocks may differ. The coordinator waits that much longer than
    /// <see cref="LeaseDuration"/>. Default: 0.02. From 0 to 0.5.
    /// </summary>
    public double ClockRateTolerance { get; set; } = 0.02;

    /// <summary>
    /// How much before the end of its lease a member stops acting and cancels its leadership tokens. Default: 200 ms. From 1 ms to
    /// less than half of <see cref="LeaseDuration"/>.
    /// </summary>
    public TimeSpan LeaseSafetyMargin { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What proves that a member's process is gone. Default: <see cref="CrashDetection.ConnectionRefused"/>.</summary>
    public CrashDetection CrashDetection { get; set; }

    /// <summary>
    /// Says that nobody else can reach the cluster's ports, so that members may use addresses other than loopback without
    /// encryption or authentication. Default: false.
    /// </summary>
    public bool TrustNetwork { get; set; }

    /// <summary>How long <see cref="ILeaderElection.ConfirmAsync"/> waits for a quorum. Default: 2 s. From 1 ms to 5 min.</summary>
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an operator's command waits for its answer. Default: 10 s. From 100 ms to 5 min.</summary>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the application's own promotion policy may take; after that an operator decides. Default: 5 s. From 1 ms to 5 min.
    /// </summary>
    public TimeSpan PolicyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a stopping host waits for its leader services to end and for its leaderships to be released. Should be less than the
    /// host's own shutdown time-out (30 s by default). Default: 20 s. From 0 to 1 h.
    /// </summary>
    public TimeSpan ShutdownHandOverTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long the health checks may report Unhealthy before this member resigns. Used with <c>UseHealthChecks</c>. Default: 10 s.
    /// From 0 to 1 h.
    /// </summary>
    public TimeSpan UnhealthyGracePeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the health checks run. Used with <c>UseHealthChecks</c>. Default: 2 s. From 10 ms to 1 h.</summary>
    public TimeSpan HealthCheckInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a member is no candidate after it gave a leadership up.</summary>
    public QuarantineOptions Quarantine { get; } = new();

    /// <summary>
    /// The elections of this host, by name (1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>); see also <c>AddElection</c>.
    /// </summary>
    public IDictionary<string, ElectionOptions> Elections { get; } = new Dictionary<string, ElectionOptions>(StringComparer.Ordinal);
}
