using System.Collections.Immutable;
using Failover.Sessions;

namespace Failover.Elections;

/// <summary>An election, as the log has it.</summary>
internal sealed record ElectionState
{
    /// <summary>How many past leaderships are kept: for policies that count them, and for members that missed some.</summary>
    public const int HistoryLength = 32;

    public required string Name { get; init; }

    public PromotionPolicy Policy { get; init; } = PromotionPolicy.Automatic;

    public ImmutableSortedDictionary<string, Candidate> Candidates { get; init; } = Ordinal.Empty<Candidate>();

    public ImmutableSortedDictionary<string, Quarantine> Quarantined { get; init; } = Ordinal.Empty<Quarantine>();

    /// <summary>The present leader, or null while the seat is vacant.</summary>
    public SessionId? Leader { get; init; }

    /// <summary>The term of the present leader or, in a vacancy, of the last (rule 9).</summary>
    public long Term { get; init; }

    /// <summary>Why the seat is vacant, or was before the present leader.</summary>
    public VacancyCause Cause { get; init; } = VacancyCause.FirstElection;

    /// <summary>Since when, by the coordinator's wall clock. For display only.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The latest leaderships, oldest first.</summary>
    public ImmutableArray<TermRecord> History { get; init; } = [];

    /// <summary>Rises with each change of the policy, so that what was decided under an earlier one does not count.</summary>
    public int PolicyRevision { get; init; } = 1;

    /// <summary>The open promotion request, or null.</summary>
    public PromotionRequest? Request { get; init; }

    /// <summary>Who is not proposed again during this vacancy.</summary>
    public ImmutableArray<PassedOver> PassedOver { get; init; } = [];

    /// <summary>The terms of the automatic promotions in the policy's window, oldest first.</summary>
    public ImmutableArray<long> RecentTerms { get; init; } = [];

    /// <summary>Whether the present leader was promoted by force, so that what spoke against it does not end its leadership.</summary>
    public bool IsForced { get; init; }

    public HandOver? HandOver { get; init; }

    public Pause? Pause { get; init; }

    public bool IsVacant => Leader is null;

    /// <summary>The last leadership, which may go on; null before the first.</summary>
    public TermRecord? Last => History.Length > 0 ? History[^1] : null;
}
