namespace Failover.Consensus;

/// <summary>One ordered, durable log that all members share. The only door to Raft.</summary>
internal interface IReplicatedLog : IAsyncDisposable
{
    /// <summary>
    /// Opens the data directory, restores the state machine from its snapshot and log, and joins the cluster.
    /// Does not wait for a coordinator.
    /// </summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>The highest Raft term that this member knows; 0 before the start.</summary>
    long RaftTerm { get; }

    /// <summary>Appends an entry, and completes when it is committed and applied to this member's state machine.</summary>
    /// <param name="entry">The entry, at most 4 MiB.</param>
    /// <param name="raftTerm">The Raft term in which this member leads; the entry is appended in no other.</param>
    /// <param name="cancellationToken">Ends the wait; the entry may still be committed.</param>
    /// <returns>The entry's index.</returns>
    /// <exception cref="NotCoordinatorException">
    /// This member does not lead in that Raft term (any more). Whether the entry is committed later is not known.
    /// </exception>
    Task<long> ProposeAsync(ReadOnlyMemory<byte> entry, long raftTerm, CancellationToken cancellationToken);

    /// <summary>Proves with a quorum that at some instant after the call this member led in that Raft term.</summary>
    /// <returns>False when that could not be proved, for whatever reason.</returns>
    Task<bool> ConfirmLeadershipAsync(long raftTerm, CancellationToken cancellationToken);

    /// <summary>Gives up the leadership of Raft, if this member holds it, and completes when the observer has been told.</summary>
    Task ResignAsync(CancellationToken cancellationToken);

    /// <summary>The coordinator is known to coordinate no more: another is elected without waiting for the election time-out. Returns at once.</summary>
    /// <param name="coordinator">Who is gone.</param>
    /// <param name="raftTerm">
    /// The Raft term in which it coordinated, or null for the last in which it was seen to, if nobody was after it. Ignored once that is over.
    /// </param>
    /// <param name="rank">How many of the other members stand for election before this one.</param>
    void Succeed(string coordinator, long? raftTerm, int rank);

    /// <summary>
    /// The coordinator of that Raft term said that it has an entry of that term, and all before it, on its disk. Returns at once.
    /// </summary>
    void CoordinatorStored(long raftTerm, long index);

    /// <summary>
    /// While this member leads in that Raft term its heartbeats go out that way, which costs less, instead of as rounds of Raft. Null: as rounds of
    /// Raft, which bring the others whatever they lack. Returns at once.
    /// </summary>
    void SendHeartbeats(Heartbeat? heartbeat);

    /// <summary>One went out that way just now, so the next is due later.</summary>
    void HeartbeatSent();

    /// <summary>
    /// A heartbeat came from the coordinator of that Raft term, and counts as one of Raft. Returns at once, and whether this member knows of no later
    /// Raft term at some instant after the call.
    /// </summary>
    bool Hear(long raftTerm);

    /// <summary>
    /// So many others as make a quorum with this member were heard to know of no later Raft term than that. Returns at once, and whether the same is true of
    /// this member, and it leads in that Raft term, at some instant after the call.
    /// </summary>
    bool Attest(long raftTerm);
}
