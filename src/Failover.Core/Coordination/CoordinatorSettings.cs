namespace Failover.Coordination;

/// <summary>What a coordinator needs to know; the same on every member, and validated before it gets here.</summary>
internal sealed record CoordinatorSettings
{
    /// <summary>The member this coordinator runs on.</summary>
    public required string Self { get; init; }

    /// <summary>The configured members.</summary>
    public required IReadOnlyCollection<string> Members { get; init; }

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The bound on the difference of clock rates between members.</summary>
    public double ClockRateTolerance { get; init; } = 0.02;

    public TimeSpan RenewalInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often the others hear that this member coordinates, and how long they may take to answer before Raft is asked instead.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(75);

    /// <summary>Whether a refused connection proves a crash (rule 6).</summary>
    public bool ConfirmCrashes { get; init; } = true;

    /// <summary>How long a new election waits for the other configured members before its first promotion.</summary>
    public TimeSpan FirstLeaderWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a new coordinator waits for the open sessions to come back before it promotes.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a leader may take to release in a hand-over.</summary>
    public TimeSpan HandOverTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the members may take to look for an old leader before a promotion request is opened without what they see.</summary>
    public TimeSpan LookTimeout { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How often the members look again while a promotion request is open.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a revision of a promotion request stands at least, whatever changes.</summary>
    public TimeSpan RevisionTime { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a leader that an operator let resign is no candidate.</summary>
    public TimeSpan ResignationQuarantine { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a coordinator that leads coordinates before it first gives that up in favour of a member that does not lead.</summary>
    public TimeSpan FirstYieldDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest such delay; it doubles with each try.</summary>
    public TimeSpan LongestYieldDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait before proposing again after a proposal failed.</summary>
    public TimeSpan ProposalRetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Rule 3: after so long without a renewal, a lease has run out by every member's clock.</summary>
    public TimeSpan ExpiryTime => Lease * (1 + ClockRateTolerance);
}
