namespace Failover.Operations;

/// <summary>One operator's word for a promotion request in its present revision.</summary>
/// <param name="Candidate">The member that is to be promoted.</param>
/// <param name="Force">Whether although something speaks against it.</param>
/// <param name="By">Who approved.</param>
/// <param name="At">When, by the coordinator's wall clock. For display only.</param>
public sealed record Approval(string Candidate, bool Force, OperatorNote By, DateTimeOffset At);
