using System.Collections.Immutable;
using Failover.Elections;
using Failover.Sessions;

namespace Failover.Serialization;

/// <summary>An election as a snapshot holds it.</summary>
internal sealed record ElectionSnapshotDto
{
    public required string Name { get; init; }

    public required PromotionPolicy Policy { get; init; }

    public required ImmutableArray<Candidate> Candidates { get; init; }

    public required ImmutableArray<Quarantine> Quarantined { get; init; }

    public SessionId? Leader { get; init; }

    public required long Term { get; init; }

    public required VacancyCause Cause { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required ImmutableArray<TermRecord> History { get; init; }

    public required int PolicyRevision { get; init; }

    public PromotionRequest? Request { get; init; }

    public required ImmutableArray<PassedOver> PassedOver { get; init; }

    public required ImmutableArray<long> RecentTerms { get; init; }

    public required bool IsForced { get; init; }

    public HandOver? HandOver { get; init; }

    public Pause? Pause { get; init; }

    public static ElectionSnapshotDto Of(ElectionState election) => new()
    {
        Name = election.Name,
        Policy = election.Policy,
        Candidates = [.. election.Candidates.Values],
        Quarantined = [.. election.Quarantined.Values],
        Leader = election.Leader,
        Term = election.Term,
        Cause = election.Cause,
        Since = election.Since,
        History = election.History,
        PolicyRevision = election.PolicyRevision,
        Request = election.Request,
        PassedOver = election.PassedOver,
        RecentTerms = election.RecentTerms,
        IsForced = election.IsForced,
        HandOver = election.HandOver,
        Pause = election.Pause,
    };

    public ElectionState ToState() => new()
    {
        Name = Name,
        Policy = Policy,
        Candidates = Ordinal.Map(Candidates, candidate => candidate.Member),
        Quarantined = Ordinal.Map(Quarantined, quarantine => quarantine.Member),
        Leader = Leader,
        Term = Term,
        Cause = Cause,
        Since = Since,
        History = History,
        PolicyRevision = PolicyRevision,
        Request = Request,
        PassedOver = PassedOver,
        RecentTerms = RecentTerms,
        IsForced = IsForced,
        HandOver = HandOver,
        Pause = Pause,
    };
}
