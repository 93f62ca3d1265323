using System.Text.Json.Serialization;

namespace Failover.Operations;

/// <summary>What an operator, or an application on behalf of one, asks of the cluster. Immutable.</summary>
/// <param name="By">Who asks, why, and the key by which a repetition is recognised.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "ask")]
[JsonDerivedType(typeof(Approve), "approve")]
[JsonDerivedType(typeof(Reject), "reject")]
[JsonDerivedType(typeof(PromoteMember), "promote")]
[JsonDerivedType(typeof(HandOverLeadership), "handover")]
[JsonDerivedType(typeof(ResignLeader), "resign")]
[JsonDerivedType(typeof(DeposeLeader), "depose")]
[JsonDerivedType(typeof(DrainMember), "drain")]
[JsonDerivedType(typeof(UndrainMember), "undrain")]
[JsonDerivedType(typeof(PauseElection), "pause")]
[JsonDerivedType(typeof(ResumeElection), "resume")]
[JsonDerivedType(typeof(SetPolicy), "policy")]
[JsonDerivedType(typeof(RecordDrill), "drill")]
[JsonDerivedType(typeof(NoteRefusal), "refused")]
public abstract record OperatorCommand(OperatorNote By)
{
    /// <summary>Whether to say only what would happen, and change nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>The election that the command is about, or null.</summary>
    [JsonIgnore]
    public virtual string? About => null;

    /// <summary>Approves a promotion request in that revision. With enough approvals its candidate is promoted.</summary>
    /// <param name="Election">The election.</param>
    /// <param name="Request">The request's number.</param>
    /// <param name="Revision">The revision that the operator has seen.</param>
    /// <param name="Candidate">Another candidate than the proposed one, or null.</param>
    /// <param name="Force">Whether to override what keeps the candidate from leading; needs a reason.</param>
    /// <param name="By">Who approves.</param>
    public sealed record Approve(string Election, long Request, int Revision, string? Candidate, bool Force, OperatorNote By) : OperatorCommand(By)
    {
        /// <inheritdoc/>
        public override string? About => Election;
    }

    /// <summary>Rejects a promotion request in that revision: its candidate is not proposed again during this vacancy.</summary>
    /// <param name="Election">The election.</param>
    /// <param name="Request">The request's number.</param>
    /// <param name="Revision">The revision that the operator has seen.</param>
    /// <param name="By">Who rejects.</param>
    public sealed record Reject(string Election, long Request, int Revision, OperatorNote By) : OperatorCommand(By)
    {
        /// <inheritdoc/>
        public override string? About => Election;
    }

    /// <summary>Promotes a member into a vacancy without a request. With force it first deposes a live leader (rule 7).</summary>
    /// <param name="Election">The election.</param>
    /// <param name="ExpectedTerm">The term that the operator has seen: that of the leader or, in a vacancy, of the last.</param>
    /// <param name="Candidate">The member to promote.</param>
    /// <param name="Force">Whether to override what keeps the candidate from leading, a live leader included; needs a reason.</param>
    /// <param name="By">Who promotes.</param>
    public sealed record PromoteMember(string Election, long ExpectedTerm, string Candidate, bool Force, OperatorNote By) : OperatorCommand(By)
    {
        /// <inheritdoc/>
        public override string? About => Election;
    }

    /// <summary>Moves a leadership to the target, or to the best other candidate.</summary>
    /// <param name="Election">The election.</param>
    /// <param name="Target">The member to promote, or null for the best other candidate.</param>
    /// <param name="By">Who asks.</param>
    public sealed record HandOverLeadership(string Election, string? Target, OperatorNote By) : OperatorCommand(By)
    {
        /// <inheritdoc/>
        public override string? About => Election;

        /// <summary>The term of the leadership that the operator has seen, and means: when another term has begun, the command is refused. Null to mean whichever it is.</summary>
        public long? ExpectedTerm { get; init; }
    }

    /// <summary>Lets the leader release, without naming a successor: what follows is decided by the election's policy.</summary>
    /// <param name="Election">The election.</param>
    /// <param name="By">Who asks.</param>
    public sealed record ResignLeader(string Election, OperatorNote By) : OperatorCommand(By)
    {
        /// <inheritdoc/>
        public override string? About => Election;

        /// <summary>The term of the leadership that the operator has seen, and means: when another term has begun, the command is refused. Null to mean whichever it is.</summary>
        public long? ExpectedTerm { get; init; }
    }

    /// <summary>Ends the session of a leader that does not answer, after its lease has run out (rule 7).</summary>
    /// <param name="Election">The election.</param>
    /// <param name="Term">The term of the leadership to end.</param>
    /// <param name="By">Who asks.</param>
    public sealed record DeposeLeader(string Election, long Term, OperatorNote By) : OperatorCommand(By)
    {
        /// <inheritdoc/>
        public override string? About => Election;
    }

    /// <summary>Keeps a member from leading: what it leads is handed over.</summary>
    /// <param name="Member">The member.</param>
    /// <param name="By">Who asks.</param>
    public sealed record DrainMember(string Member, OperatorNote By) : OperatorCommand(By);

    /// <summary>Lets a drained member lead again.</summary>
    /// <param name="Member">The member.</param>
    /// <param name="By">Who asks.</param>
    public sealed record UndrainMember(string Member, OperatorNote By) : OperatorCommand(By);

    /// <summary>Freezes an election: no promotion and no request until it is resumed, or the time is over.</summary>
    /// <param name="Election">The election.</param>
    /// <param name="DurationMs">For how long, in milliseconds; null until resumed.</param>
    /// <param name="By">Who asks.</param>
    public sealed record PauseElection(string Election, long? DurationMs, OperatorNote By) : OperatorCommand(By)
    {
        /// <inheritdoc/>
        public override string? About => Election;
    }

    /// <summary>Ends a pause.</summary>
    /// <param name="Election">The election.</param>
    /// <param name="By">Who asks.</param>
    public sealed record ResumeElection(string Election, OperatorNote By) : OperatorCommand(By)
    {
        /// <inheritdoc/>
        public override string? About => Election;
    }

    /// <summary>Gives an election another policy.</summary>
    /// <param name="Election">The election.</param>
    /// <param name="Policy">The new policy, as a whole.</param>
    /// <param name="By">Who asks.</param>
    public sealed record SetPolicy(string Election, PromotionPolicy Policy, OperatorNote By) : OperatorCommand(By)
    {
        /// <inheritdoc/>
        public override string? About => Election;

        /// <summary>The revision of the policy that the operator has seen: a change of any other is refused. Null to change whichever it is.</summary>
        public int? ExpectedRevision { get; init; }
    }

    /// <summary>Records a rehearsed hand-over there and back, with what was measured.</summary>
    /// <param name="Election">The election.</param>
    /// <param name="From">The member that led before and after.</param>
    /// <param name="To">The member that led meanwhile.</param>
    /// <param name="GapsMs">The milliseconds without a leader: there, and back.</param>
    /// <param name="By">Who asked for the drill.</param>
    public sealed record RecordDrill(string Election, string From, string To, IReadOnlyList<double> GapsMs, OperatorNote By) : OperatorCommand(By)
    {
        /// <inheritdoc/>
        public override string? About => Election;
    }

    /// <summary>Records that a command was refused before it reached the coordinator: it was not well-formed.</summary>
    /// <param name="Verb">The command.</param>
    /// <param name="Election">The election it was about, or null.</param>
    /// <param name="Field">The field that is wrong, or null.</param>
    /// <param name="Message">Why it was refused.</param>
    /// <param name="By">Who asked.</param>
    public sealed record NoteRefusal(string Verb, string? Election, string? Field, string Message, OperatorNote By) : OperatorCommand(By)
    {
        /// <inheritdoc/>
        public override string? About => Election;
    }
}
