using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Failover.Sessions;

namespace Failover.Elections;

/// <summary>
/// One change that a coordinator proposes. It says what it expects to find; where that has moved on, it changes nothing,
/// so that a late command of a deposed coordinator does no harm.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(OpenSession), "open")]
[JsonDerivedType(typeof(CloseSession), "close")]
[JsonDerivedType(typeof(Enrol), "enrol")]
[JsonDerivedType(typeof(SetFitness), "fitness")]
[JsonDerivedType(typeof(Depose), "depose")]
[JsonDerivedType(typeof(Vacate), "vacate")]
[JsonDerivedType(typeof(Promote), "promote")]
[JsonDerivedType(typeof(LiftQuarantine), "lift")]
[JsonDerivedType(typeof(BeginHandOver), "handover")]
[JsonDerivedType(typeof(AbortHandOver), "abort")]
[JsonDerivedType(typeof(Drain), "drain")]
[JsonDerivedType(typeof(Undrain), "undrain")]
[JsonDerivedType(typeof(SetPause), "pause")]
[JsonDerivedType(typeof(ClearPause), "resume")]
[JsonDerivedType(typeof(OpenRequest), "ask")]
[JsonDerivedType(typeof(ReviseRequest), "revise")]
[JsonDerivedType(typeof(CloseRequest), "withdraw")]
[JsonDerivedType(typeof(TimeOutRequest), "timeout")]
[JsonDerivedType(typeof(ApproveRequest), "approve")]
[JsonDerivedType(typeof(RejectRequest), "reject")]
[JsonDerivedType(typeof(PromoteByOperator), "promoteby")]
[JsonDerivedType(typeof(ChangePolicy), "policy")]
[JsonDerivedType(typeof(ForgetPromotion), "forget")]
[JsonDerivedType(typeof(NoteDrill), "drill")]
[JsonDerivedType(typeof(Refuse), "refuse")]
internal abstract record Command
{
    private Command()
    {
    }

    /// <summary>Opens a session, and closes the member's older one (rule 4). Needs a greater incarnation than any before.</summary>
    public sealed record OpenSession(SessionState Session) : Command;

    /// <summary>Closes a session whose end is certain or whose lease has run out; its elections become vacant.</summary>
    public sealed record CloseSession(SessionId Id, VacancyCause Cause, string Reason) : Command;

    /// <summary>Enrols a session's member in elections.</summary>
    public sealed record Enrol(SessionId Id, ImmutableArray<Enrolment> Enrolments) : Command;

    /// <summary>Records why a member is unfit to lead, or with null that it is fit.</summary>
    public sealed record SetFitness(SessionId Id, string? Unfit) : Command;

    /// <summary>From now on no coordinator confirms renewals of this session (rule 7).</summary>
    public sealed record Depose(SessionId Id, string? Election, OperatorNote By) : Command;

    /// <summary>Ends a leadership that its leader released.</summary>
    public sealed record Vacate(string Election, long Term, VacancyCause Cause, string? Reason, int QuarantineMs) : Command;

    /// <summary>Makes a session the leader in the term after the expected one (rule 9), if no approval is missing.</summary>
    /// <param name="Election">The election.</param>
    /// <param name="ExpectedTerm">The term of the last leadership.</param>
    /// <param name="Leader">The session to promote.</param>
    /// <param name="AllowedBy">The revision of the application's own policy that allowed it, or 0 for a policy of ours.</param>
    public sealed record Promote(string Election, long ExpectedTerm, SessionId Leader, int AllowedBy = 0) : Command;

    /// <summary>Opens a promotion request for a vacancy.</summary>
    public sealed record OpenRequest(string Election, long ExpectedTerm, int PolicyRevision, SessionId Candidate, string Why, Evidence Evidence) : Command;

    /// <summary>Gives an open request its next revision: what was approved before counts no more.</summary>
    public sealed record ReviseRequest(string Election, long Request, int Revision, SessionId? Candidate, string Why, Evidence Evidence) : Command;

    /// <summary>Withdraws a request: nobody needs to decide any more.</summary>
    public sealed record CloseRequest(string Election, long Request, string Reason) : Command;

    /// <summary>A request's time is over; the policy says what follows.</summary>
    public sealed record TimeOutRequest(string Election, long Request, int PolicyRevision) : Command;

    /// <summary>An operator's approval of that revision; the last one that is needed promotes.</summary>
    public sealed record ApproveRequest(string Election, long Request, int Revision, SessionId Candidate, bool Force, OperatorNote By) : Command;

    public sealed record RejectRequest(string Election, long Request, int Revision, OperatorNote By) : Command;

    /// <summary>Promotes into a vacancy because an operator says so.</summary>
    public sealed record PromoteByOperator(string Election, long ExpectedTerm, SessionId Candidate, bool Force, OperatorNote By) : Command;

    public sealed record ChangePolicy(string Election, PromotionPolicy Policy, OperatorNote By) : Command
    {
        /// <summary>The revision that the operator has seen, or null for whichever.</summary>
        public int? ExpectedRevision { get; init; }
    }

    /// <summary>An automatic promotion has left the policy's window.</summary>
    public sealed record ForgetPromotion(string Election, long Term) : Command;

    /// <summary>Records what a rehearsed hand-over measured.</summary>
    public sealed record NoteDrill(string Election, string From, string To, ImmutableArray<double> GapsMs, OperatorNote By) : Command;

    /// <summary>Ends a member's quarantine, if it is still that of the leadership in that term.</summary>
    public sealed record LiftQuarantine(string Election, string Member, long Term) : Command;

    /// <summary>Notes that the leader of that term is being asked to release.</summary>
    public sealed record BeginHandOver(string Election, long Term, string? Target, OperatorNote By) : Command
    {
        /// <summary>Whether the leader only resigns, and for how long it is no candidate then.</summary>
        public int? ResignationMs { get; init; }

        /// <summary>See <see cref="HandOver.Force"/>.</summary>
        public bool Force { get; init; }
    }

    public sealed record AbortHandOver(string Election, long Term, string Reason) : Command;

    public sealed record Drain(string Member, OperatorNote By) : Command;

    public sealed record Undrain(string Member, OperatorNote By) : Command;

    public sealed record SetPause(string Election, OperatorNote By, long? DurationMs) : Command;

    /// <summary>Ends a pause; without an operator, because its time is over.</summary>
    public sealed record ClearPause(string Election, OperatorNote? By) : Command;

    /// <summary>Records that an operator command was refused, for the audit trail and for its repetition.</summary>
    public sealed record Refuse(string? Election, OperatorNote By, string Message) : Command
    {
        public OperatorOutcome Outcome { get; init; } = OperatorOutcome.Conflict;

        /// <summary>What was refused: the operator's verb.</summary>
        public string? Verb { get; init; }

        public string? Field { get; init; }

        public long Request { get; init; }
    }
}
