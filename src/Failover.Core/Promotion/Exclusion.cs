namespace Failover.Promotion;

/// <summary>A candidate that may not be promoted now, and why.</summary>
internal sealed record Exclusion(string Member, string Reason);
