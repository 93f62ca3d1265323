namespace Failover.Operations;

/// <summary>An election, as the replicated log has it. Immutable.</summary>
public sealed record ElectionStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The term of the present leader or, in a vacancy, of the last; 0 before the first.</summary>
    public required long Term { get; init; }

    /// <summary>The leader, or null while the seat is vacant.</summary>
    public LeaderInfo? Leader { get; init; }

    /// <summary>Why the seat is vacant, or was before the present leader.</summary>
    public required VacancyCause Cause { get; init; }

    /// <summary>Since when it is led or vacant, by the coordinator's wall clock. For display only.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The policy that decides on promotions.</summary>
    public required PromotionPolicy Policy { get; init; }

    /// <summary>Rises with each change of the policy.</summary>
    public int PolicyRevision { get; init; }

    /// <summary>The enrolled candidates, as the log has them. Ranks are known to the coordinator only; see <see cref="Explanation"/>.</summary>
    public required IReadOnlyList<CandidateReport> Candidates { get; init; }

    /// <summary>The latest leaderships, oldest first; at most 32.</summary>
    public required IReadOnlyList<TermRecord> History { get; init; }

    /// <summary>The open promotion request, or null.</summary>
    public PromotionRequest? Request { get; init; }

    /// <summary>The hand-over under way, or null.</summary>
    public HandOver? HandOver { get; init; }

    /// <summary>Set while promotion is frozen.</summary>
    public Pause? Pause { get; init; }

    /// <summary>Members that are no candidates for a while.</summary>
    public IReadOnlyList<Quarantine> Quarantined { get; init => field = value ?? []; } = [];

    /// <summary>Candidates that were rejected, or not decided on in time, during this vacancy.</summary>
    public IReadOnlyList<PassedOver> PassedOver { get; init => field = value ?? []; } = [];
}
