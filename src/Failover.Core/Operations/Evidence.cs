using Failover.Sessions;

namespace Failover.Operations;

/// <summary>What speaks for and against a promotion, as the coordinator had it when it wrote this down. Immutable.</summary>
public sealed record Evidence
{
    /// <summary>Why the seat is vacant.</summary>
    public required VacancyCause Cause { get; init; }

    /// <summary>The last leader's session, or null before the first leader.</summary>
    public SessionId? OldLeader { get; init; }

    /// <summary>Whether the old leader can act no more: its session has ended, so its lease has run out or it has released.</summary>
    public required bool LeaseHasRunOut { get; init; }

    /// <summary>What the old leader's address answers, all sightings taken together: one that answers counts most.</summary>
    public Reachability OldLeaderAddress { get; init; }

    /// <summary>What each member that was asked saw of the old leader.</summary>
    public IReadOnlyList<Sighting> Sightings { get; init => field = value ?? []; } = [];

    /// <summary>Every candidate: the eligible ones by rank, then the others with the reason.</summary>
    public required IReadOnlyList<CandidateReport> Candidates { get; init; }

    /// <summary>How many members are connected to the coordinator, itself included.</summary>
    public required int Connected { get; init; }

    /// <summary>How many of them a quorum needs.</summary>
    public required int Quorum { get; init; }

    /// <summary>How many members there are.</summary>
    public required int Members { get; init; }

    /// <summary>The latest leaderships of the election, oldest first; at most five.</summary>
    public IReadOnlyList<TermRecord> RecentPromotions { get; init => field = value ?? []; } = [];

    /// <summary>How many more connected members may fail before the cluster can decide nothing any more.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int QuorumMargin => Connected - Quorum;
}
