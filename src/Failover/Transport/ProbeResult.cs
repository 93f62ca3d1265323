namespace Failover.Transport;

/// <summary>What a member's cluster address answers (rules 4 and 6).</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Identity">Who answered, when somebody did.</param>
/// <param name="RaftTerm">The highest Raft term that process knows, when it answered.</param>
internal sealed record ProbeResult(ProbeOutcome Outcome, PeerIdentity? Identity = null, long RaftTerm = 0);

/// <summary>The three answers of an address.</summary>
internal enum ProbeOutcome
{
    /// <summary>A process answered, and said who it is.</summary>
    Answered,

    /// <summary>The host refused the connection: nothing listens there.</summary>
    Refused,

    /// <summary>Anything else: a time-out, no route, a broken or nonsensical answer. It proves nothing.</summary>
    Silent,
}
