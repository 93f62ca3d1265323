using System.Collections.Immutable;
using Failover.Elections;
using Failover.Sessions;

namespace Failover.Coordination;

/// <summary>What the coordinator wants done. The driver does it in this order.</summary>
internal abstract record CoordinatorOutput
{
    private CoordinatorOutput()
    {
    }

    /// <summary>Append these commands as one entry in that Raft term, and say how it went.</summary>
    public sealed record Propose(long Proposal, long RaftTerm, ImmutableArray<Command> Commands) : CoordinatorOutput;

    /// <summary>Prove with a round of Raft that this member leads in that Raft term, and say whether it does (rule 2).</summary>
    public sealed record Barrier(long Id, long RaftTerm) : CoordinatorOutput;

    /// <summary>Say at once whether this member leads in that Raft term, and knows of no later one (rule 2).</summary>
    public sealed record Attest(long RaftTerm) : CoordinatorOutput;

    /// <summary>Dial the member's configured address, and say what it answers (rules 4 and 6).</summary>
    public sealed record Probe(long Id, string Member) : CoordinatorOutput;

    /// <summary>Send a message; one that may wait can go out with the next heartbeat instead.</summary>
    public sealed record Send(int Channel, SessionMessage Message, bool MayWait = false) : CoordinatorOutput;

    /// <summary>Give up the leadership of Raft, if it is still that of this Raft term.</summary>
    public sealed record Yield(long RaftTerm) : CoordinatorOutput;

    /// <summary>Ask the application's policy of that name, and say what it decides or why it did not.</summary>
    public sealed record Consult(long Id, string Policy, PromotionContext Context) : CoordinatorOutput;

    public sealed record CloseChannel(int Channel, string Reason) : CoordinatorOutput;
}
