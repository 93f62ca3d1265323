using System.Net;

namespace Failover.Consensus;

/// <summary>What the log needs to know of the cluster; validated by the options before it gets here.</summary>
internal sealed record ConsensusSettings
{
    public required string ClusterId { get; init; }

    /// <summary>The name of this member: a key of <see cref="Members"/>.</summary>
    public required string Self { get; init; }

    /// <summary>All members that vote, by name, with their cluster addresses.</summary>
    public required IReadOnlyDictionary<string, EndPoint> Members { get; init; }

    public required string DataDirectory { get; init; }

    public TimeSpan LowerElectionTimeout { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How often a leader is heard: twice in every election time-out.</summary>
    public TimeSpan HeartbeatInterval => LowerElectionTimeout / 2;

    /// <summary>How often members say to a coordinator what proves that it still leads, if nothing else does.</summary>
    public TimeSpan RenewalInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Close to <see cref="LowerElectionTimeout"/>: a member refuses its pre-vote until its own time-out has passed, and the
    /// candidate then starts over. With 200 ms a lost coordinator was replaced within 0.4 s, with 300 ms within 0.8 s.
    /// </summary>
    public TimeSpan UpperElectionTimeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// For how long the driver of a coordinator may be busy with one thing before another member is to coordinate: the options see to it that a lease has
    /// room for that, and for two longer election time-outs after it (decision 22).
    /// </summary>
    public TimeSpan HungDriverTimeout => 2 * UpperElectionTimeout;

    /// <summary>At most a third of <see cref="LowerElectionTimeout"/>.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>At most a third of <see cref="LowerElectionTimeout"/>.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How long a member may take to store and restore a snapshot that it was sent, and how long a stop waits for the log
    /// to close. Default 30 seconds.
    /// </summary>
    public TimeSpan SnapshotTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many applied entries go by between two snapshots.</summary>
    public int EntriesPerSnapshot { get; init; } = 2_000;
}
