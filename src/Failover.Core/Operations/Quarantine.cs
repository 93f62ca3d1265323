namespace Failover.Operations;

/// <summary>A member that is no candidate of one election for a while.</summary>
/// <param name="Member">The member's name.</param>
/// <param name="Cause">What happened.</param>
/// <param name="DurationMs">How long, in milliseconds, counted by the coordinator that sees it.</param>
public sealed record Quarantine(string Member, VacancyCause Cause, int DurationMs)
{
    /// <summary>The term of the leadership that ended so: it tells this quarantine from a later one.</summary>
    public long Term { get; init; }
}
