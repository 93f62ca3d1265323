using System.Text.Json.Serialization;
using Failover.Elections;

namespace Failover.Coordination;

/// <summary>What an operator, or an application on behalf of one, asks of the coordinator.</summary>
/// <param name="By">Who asks, why, and the key by which a repetition is recognised.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "ask")]
[JsonDerivedType(typeof(HandOverLeadership), "handover")]
[JsonDerivedType(typeof(DeposeLeader), "depose")]
[JsonDerivedType(typeof(DrainMember), "drain")]
[JsonDerivedType(typeof(UndrainMember), "undrain")]
[JsonDerivedType(typeof(PauseElection), "pause")]
[JsonDerivedType(typeof(ResumeElection), "resume")]
internal abstract record OperatorCommand(OperatorNote By)
{
    /// <summary>Moves a leadership to the target, or to the best other candidate.</summary>
    public sealed record HandOverLeadership(string Election, string? Target, OperatorNote By) : OperatorCommand(By);

    /// <summary>Replaces a leader that does not answer, after its lease has run out (rule 7).</summary>
    public sealed record DeposeLeader(string Election, long Term, OperatorNote By) : OperatorCommand(By);

    /// <summary>Keeps a member from leading: what it leads is handed over.</summary>
    public sealed record DrainMember(string Member, OperatorNote By) : OperatorCommand(By);

    public sealed record UndrainMember(string Member, OperatorNote By) : OperatorCommand(By);

    /// <summary>Freezes an election: no promotion until it is resumed, or the time is over.</summary>
    public sealed record PauseElection(string Election, long? DurationMs, OperatorNote By) : OperatorCommand(By);

    public sealed record ResumeElection(string Election, OperatorNote By) : OperatorCommand(By);
}
