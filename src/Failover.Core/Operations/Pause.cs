namespace Failover.Operations;

/// <summary>Promotion is frozen by an operator.</summary>
/// <param name="By">Who froze it, and why.</param>
/// <param name="DurationMs">For how long, in milliseconds counted by the coordinator that sees it; null until resumed.</param>
public sealed record Pause(OperatorNote By, long? DurationMs);
