namespace Failover;

/// <summary>The member that an election's record names as leader. Immutable.</summary>
/// <param name="Member">The configured name of the member.</param>
/// <param name="Incarnation">Which life of that member: rises with each session it opens.</param>
/// <param name="Address">The address the member advertises to applications (for example its HTTP base address), or null.</param>
/// <param name="Labels">The member's labels, for example <c>zone</c>.</param>
public sealed record LeaderInfo(string Member, long Incarnation, string? Address, IReadOnlyDictionary<string, string> Labels);
