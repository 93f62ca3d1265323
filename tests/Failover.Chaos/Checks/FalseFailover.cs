namespace Failover.Chaos.Checks;

/// <summary>A leader that was replaced though nothing was wrong, or nothing that could cost it the leadership.</summary>
/// <param name="Member">The member that led.</param>
/// <param name="ToTerm">The term that followed.</param>
/// <param name="Cause">The cause of the vacancy, as the audit trail has it; null where that is not known.</param>
/// <param name="FromNanoseconds">When the leader acted last.</param>
/// <param name="UntilNanoseconds">When the next acted first.</param>
internal sealed record FalseFailover(string Member, long ToTerm, string? Cause, long FromNanoseconds, long UntilNanoseconds);
