namespace Failover.Coordination;

/// <summary>The last time that the members were asked whether they know of a later Raft term.</summary>
internal sealed class Question(long id, TimeSpan askedAt, TimeSpan askRaftAt)
{
    public long Id { get; } = id;

    public TimeSpan AskedAt { get; } = askedAt;

    /// <summary>When Raft is asked instead, if somebody still waits then.</summary>
    public TimeSpan AskRaftAt { get; } = askRaftAt;

    public int Answers { get; set; }
}
