namespace Failover.Diagnostics;

/// <summary>The steps at which tests let a member die or stall; see <see cref="Failpoints"/>. The numbers are those of the tests' files.</summary>
internal enum Failpoint
{
    /// <summary>Persisting: DotNext has a new Raft term or vote on disk, and the member's own record has not.</summary>
    PromiseNotWritten = 0,

    /// <summary>Persisting: the member's record has the new Raft term or vote, and nothing that rests on it was sent.</summary>
    PromiseWritten = 1,

    /// <summary>Persisting: a small file is written under its temporary name, and the old one is still in its place.</summary>
    FileNotRenamed = 2,

    /// <summary>Persisting: entries of a coordinator have arrived whole, and the log has not changed.</summary>
    EntriesReceived = 3,

    /// <summary>Persisting: those entries are in the log's memory, and not on disk.</summary>
    EntriesAppended = 4,

    /// <summary>Persisting: entries are on disk, and the progress record does not cover them.</summary>
    EntriesFlushed = 5,

    /// <summary>Persisting: the progress record covers them, and nobody was told.</summary>
    ProgressWritten = 6,

    /// <summary>Acknowledging: a coordinator's entries are durable, and the reply has not been sent.</summary>
    Acknowledging = 7,

    /// <summary>Acknowledging: entries are known to be with a majority, and are not committed here.</summary>
    Committing = 8,

    /// <summary>Acknowledging: entries are committed here, and nothing came of it yet.</summary>
    Committed = 9,

    /// <summary>Applying: a committed entry was read and is sound, and the state does not have it.</summary>
    Applying = 10,

    /// <summary>Applying: the state has it, and whoever proposed it does not know.</summary>
    Applied = 11,

    /// <summary>Snapshotting: the state was copied, and nothing is on disk.</summary>
    SnapshotTaken = 12,

    /// <summary>Snapshotting: the snapshot is on disk, and the log does not know of it.</summary>
    SnapshotSaved = 13,

    /// <summary>Snapshotting: a coordinator's snapshot has arrived whole, and is not on disk.</summary>
    SnapshotReceived = 14,

    /// <summary>Snapshotting: that snapshot is on disk, and the state is the old one.</summary>
    SnapshotStored = 15,

    /// <summary>Hand-over: a leader was asked to release, and does not know yet.</summary>
    ReleaseAsked = 16,

    /// <summary>Hand-over: the leader services have ended, and the leadership is still held.</summary>
    ServicesEnded = 17,

    /// <summary>Hand-over: the leadership is over, and the coordinator was not told.</summary>
    Releasing = 18,

    /// <summary>Hand-over, and every other decision: the coordinator has decided, and has not proposed it.</summary>
    Proposing = 19,

    /// <summary>Hand-over, and every other decision: it is committed and applied, and the coordinator has not taken note.</summary>
    Proposed = 20,

    /// <summary>Hand-over: a promoted member is about to begin.</summary>
    LeadershipBeginning = 21,
}
