namespace Failover.Promotion;

/// <summary>A candidate that may not be promoted now, why, and whether an operator may override that by force.</summary>
internal sealed record Exclusion(string Member, string Reason, bool CanForce = false);
