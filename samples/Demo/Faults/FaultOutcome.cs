namespace Demo.Faults;

/// <summary>What a fault did.</summary>
/// <param name="Fault">Its name.</param>
/// <param name="From">The member that led.</param>
/// <param name="To">The member that leads now.</param>
/// <param name="Term">The term now.</param>
/// <param name="WithoutLeader">How long nobody led, or null where the leader stayed.</param>
internal sealed record FaultOutcome(string Fault, string From, string To, long Term, TimeSpan? WithoutLeader);
