namespace Failover.Sessions;

/// <summary>What a member's session wants done. The driver does it in this order.</summary>
internal abstract record SessionOutput
{
    private SessionOutput()
    {
    }

    /// <summary>Open a channel to that member's coordinator, and say which number it got, or that it failed.</summary>
    public sealed record Dial(string Member) : SessionOutput;

    public sealed record Send(int Channel, SessionMessage Message) : SessionOutput;

    public sealed record CloseChannel(int Channel, string Reason) : SessionOutput;

    /// <summary>The lease of this session now runs until then; a new session has a new lease.</summary>
    public sealed record ExtendLease(SessionId Session, TimeSpan Until) : SessionOutput;

    /// <summary>The session is over, and with it its lease.</summary>
    public sealed record EndLease(SessionId Session, string Reason) : SessionOutput;

    public sealed record LeadershipBegan(string Election, long Term) : SessionOutput;

    /// <summary>Stop the leader services of this term, then say that it is released.</summary>
    public sealed record AskRelease(string Election, long Term, string Reason) : SessionOutput;

    public sealed record LeadershipEnded(string Election, long Term, string Reason) : SessionOutput;

    /// <summary>A lease confirmation that was asked for has come.</summary>
    public sealed record LeaseConfirmed(long Request) : SessionOutput;

    /// <summary>An operator command was answered.</summary>
    public sealed record Answered(OperatorResult Result) : SessionOutput;

    /// <summary>An election was explained.</summary>
    public sealed record Explained(string Key, Explanation? Explanation) : SessionOutput;

    /// <summary>Dial that member's address, and say what it answers, and when it was last heard.</summary>
    public sealed record Look(string Member) : SessionOutput;

    /// <summary>That member says that it coordinates no longer in that Raft term.</summary>
    public sealed record CoordinatorCeased(string Member, long RaftTerm) : SessionOutput;

    /// <summary>The coordinator says that it has that entry of its Raft term, and all before it, on its disk.</summary>
    public sealed record CoordinatorStored(long RaftTerm, long Index) : SessionOutput;

    /// <summary>The coordinator opens no session, because of this.</summary>
    public sealed record Refused(string Reason) : SessionOutput;

    /// <summary>The session is over for good: everything is released, and the coordinator knows.</summary>
    public sealed record Stopped : SessionOutput;
}
