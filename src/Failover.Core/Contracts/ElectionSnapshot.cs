namespace Failover;

/// <summary>
/// What this member knows of an election: immutable, and possibly already out of date.
/// The truth is the replicated log, of which this is the state after the entries applied here so far.
/// </summary>
/// <remarks>To act as leader, ask <see cref="Leadership.IsHeld"/>; a snapshot proves nothing about now.</remarks>
public sealed record ElectionSnapshot
{
    /// <summary>The name of the election.</summary>
    public required string Election { get; init; }

    /// <summary>The term of the present leader, or of the last one when the seat is vacant; 0 before the first leader.</summary>
    public required long Term { get; init; }

    /// <summary>The leader, or null while the seat is vacant.</summary>
    public LeaderInfo? Leader { get; init; }

    /// <summary>Why the seat is vacant, or became vacant before the present leader was promoted.</summary>
    public VacancyCause Cause { get; init; }

    /// <summary>Since when the seat is held or vacant, by the coordinator's wall clock. For display only.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Whether the leader named here is a session of this member.</summary>
    public bool IsSelf { get; init; }

    /// <summary>Whether promotion is frozen by an operator.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether nobody leads.</summary>
    public bool IsVacant => Leader is null;
}
