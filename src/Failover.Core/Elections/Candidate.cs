namespace Failover.Elections;

/// <summary>A member enrolled in an election. It may be ineligible now; see <see cref="Promotion.Ranking"/>.</summary>
/// <param name="Member">The member's name.</param>
/// <param name="Priority">Higher is preferred.</param>
/// <param name="Process">The process that enrolled it: another life of the member, differently configured, must enrol anew.</param>
internal sealed record Candidate(string Member, int Priority, Guid Process);
