using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Failover.Elections;

namespace Failover.Sessions;

/// <summary>What a member and the coordinator say to each other. A channel delivers messages in order, or closes.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "say")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Enrolments), "enrol")]
[JsonDerivedType(typeof(Renew), "renew")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(Position), "position")]
[JsonDerivedType(typeof(Goodbye), "goodbye")]
[JsonDerivedType(typeof(Ask), "ask")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Outdated), "outdated")]
[JsonDerivedType(typeof(NotWelcome), "notwelcome")]
[JsonDerivedType(typeof(Confirmed), "confirmed")]
[JsonDerivedType(typeof(Release), "release")]
[JsonDerivedType(typeof(Answer), "answer")]
[JsonDerivedType(typeof(Query), "query")]
[JsonDerivedType(typeof(Explained), "explained")]
[JsonDerivedType(typeof(Look), "look")]
[JsonDerivedType(typeof(Seen), "seen")]
[JsonDerivedType(typeof(Began), "began")]
[JsonDerivedType(typeof(Ceased), "ceased")]
[JsonDerivedType(typeof(Stored), "stored")]
[JsonDerivedType(typeof(Heartbeat), "beat")]
[JsonDerivedType(typeof(Heard), "heard")]
internal abstract record SessionMessage
{
    private SessionMessage()
    {
    }

    /// <summary>From a member, first on a channel: I am this session; open it if it is new, or go on with it.</summary>
    public sealed record Hello(SessionState Session) : SessionMessage;

    /// <summary>From a member, after it was welcomed: what it is a candidate for.</summary>
    public sealed record Enrolments(ImmutableArray<Enrolment> Items) : SessionMessage;

    /// <summary>From a member: prolong my lease.</summary>
    /// <param name="Number">Rises with each renewal of the session.</param>
    /// <param name="LastConfirmed">The number of the last confirmation received (rule 8), or 0.</param>
    /// <param name="Unfit">Why the member is unfit to lead, or null.</param>
    /// <param name="Leaving">Whether the member is shutting down.</param>
    /// <param name="Urgent">Whether somebody waits for the confirmation; otherwise it may come together with others.</param>
    public sealed record Renew(long Number, long LastConfirmed, string? Unfit, bool Leaving, bool Urgent) : SessionMessage
    {
        /// <summary>The latest Raft term that this member knows of when it sends this; filled in then. A quorum of such words confirms a renewal (rule 2).</summary>
        public long RaftTerm { get; init; }

        /// <summary>The last entry that this member has applied; filled in with it.</summary>
        public long Applied { get; init; }
    }

    /// <summary>From a member: I no longer act in this term, and never will again.</summary>
    public sealed record Released(string Election, long Term, VacancyCause Cause, string? Reason, int QuarantineMs) : SessionMessage;

    /// <summary>From a member: how far it has got with what the election is about; a higher position is a better successor.</summary>
    public sealed record Position(string Election, long Value) : SessionMessage;

    /// <summary>From a member: this session acts no more. The channel closes next.</summary>
    public sealed record Goodbye : SessionMessage;

    /// <summary>From a member: do this for an operator. Repeated, with the same key, until answered.</summary>
    public sealed record Ask(OperatorCommand Command) : SessionMessage;

    /// <summary>From a member: explain that election as it is after the entry of that index, which the member has applied. Repeated until answered.</summary>
    public sealed record Query(string Key, string Election, long Index) : SessionMessage;

    /// <summary>From a member: I act in this term. For measurement only.</summary>
    public sealed record Began(string Election, long Term) : SessionMessage;

    /// <summary>From a member: what it saw of another when it looked.</summary>
    public sealed record Seen(string Member, Reachability Address, double? HeardMsAgo) : SessionMessage;

    /// <summary>From the coordinator: your session is open.</summary>
    public sealed record Welcome(SessionId Id) : SessionMessage;

    /// <summary>From the coordinator: that incarnation has been; greet again with a greater one than this.</summary>
    public sealed record Outdated(long LastIncarnation) : SessionMessage;

    /// <summary>From the coordinator: I open no session for you, because of this. Try again later.</summary>
    public sealed record NotWelcome(string Reason) : SessionMessage;

    /// <summary>From the coordinator: a quorum agreed, after you sent your renewal, that I still coordinate (rule 2), in that Raft term. Also a heartbeat.</summary>
    public sealed record Confirmed(long Number, long RaftTerm) : SessionMessage;

    /// <summary>From the coordinator: stop acting in this term, and say so.</summary>
    public sealed record Release(string Election, long Term, VacancyCause Cause, string Reason) : SessionMessage;

    /// <summary>From the coordinator: what came of the operator command with that key.</summary>
    public sealed record Answer(OperatorResult Result) : SessionMessage;

    /// <summary>From the coordinator: why the election is as it is; null where there is none of that name.</summary>
    public sealed record Explained(string Key, Explanation? Explanation) : SessionMessage;

    /// <summary>From the coordinator: dial that member's address, and say what you see of it.</summary>
    public sealed record Look(string Member) : SessionMessage;

    /// <summary>From the coordinator: I coordinate no longer in that Raft term. The channel closes next.</summary>
    public sealed record Ceased(long RaftTerm) : SessionMessage;

    /// <summary>From the coordinator: I have that entry, of the Raft term in which I coordinate, and all before it on my disk.</summary>
    public sealed record Stored(long RaftTerm, long Index) : SessionMessage;

    /// <summary>From the coordinator: I coordinate in that Raft term. It takes the place of a heartbeat of Raft (decision 21).</summary>
    /// <param name="RaftTerm">The Raft term.</param>
    /// <param name="Question">What an answer is wanted to; 0 for nothing.</param>
    public sealed record Heartbeat(long RaftTerm, long Question) : SessionMessage;

    /// <summary>From a member, in answer to a heartbeat: I know of no later Raft term than that.</summary>
    /// <param name="RaftTerm">The Raft term.</param>
    /// <param name="Question">What is answered.</param>
    /// <param name="Applied">The last entry that this member has applied.</param>
    public sealed record Heard(long RaftTerm, long Question, long Applied) : SessionMessage;
}
