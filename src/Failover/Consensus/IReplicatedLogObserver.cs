namespace Failover.Consensus;

/// <summary>Is told who coordinates. The calls may come from any thread, and only enqueue: they never block or throw.</summary>
internal interface IReplicatedLogObserver
{
    /// <summary>When it began what it is busy with, while everything else that it is told waits, on a clock of its own; null when it is idle.</summary>
    TimeSpan? BusySince { get; }

    /// <summary>
    /// This member now leads Raft in that term, and has applied every entry of earlier terms.
    /// </summary>
    void OnBecameCoordinator(long raftTerm);

    /// <summary>This member leads Raft no longer.</summary>
    void OnCeasedCoordinator(long raftTerm);

    /// <summary>
    /// This member leads Raft in that term, and has an entry of that term, and all before it, on its disk. To be told to the others, whom it helps to
    /// know sooner that the entry is committed; nothing depends on it.
    /// </summary>
    void OnStored(long raftTerm, long index);

    /// <summary>A member (this one or another) is now known to lead Raft, or null while none is known.</summary>
    void OnCoordinatorChanged(string? member);

    /// <summary>The log can not go on (a disk error, a failed state): this process must stop acting and end.</summary>
    void OnFailed(Exception error);
}
