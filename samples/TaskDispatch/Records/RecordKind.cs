namespace TaskDispatch.Records;

/// <summary>What a line of a member's record tells.</summary>
public enum RecordKind
{
    /// <summary>The process started.</summary>
    Started,

    /// <summary>The process saw a new leader, or a vacancy.</summary>
    LeaderSeen,

    /// <summary>The leader service started.</summary>
    LeadershipBegan,

    /// <summary>The leader service stopped.</summary>
    LeadershipEnded,

    /// <summary>A write of the leader, which the database accepted.</summary>
    Act,

    /// <summary>A write that the database refused because of its stale term.</summary>
    Refused,

    /// <summary>A task was enqueued, and the database acknowledged it.</summary>
    Enqueued,
}
