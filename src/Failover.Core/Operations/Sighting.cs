namespace Failover.Operations;

/// <summary>What one member saw of the old leader when it looked.</summary>
/// <param name="By">The member that looked.</param>
/// <param name="Address">What the old leader's cluster address answered it.</param>
/// <param name="HeardMsAgo">How many milliseconds before it had last heard from the old leader; null if never.</param>
public sealed record Sighting(string By, Reachability Address, double? HeardMsAgo);
