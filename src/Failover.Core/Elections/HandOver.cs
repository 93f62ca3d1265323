namespace Failover.Elections;

/// <summary>A planned change under way: the leader was asked to release, and has not yet.</summary>
/// <param name="Target">The member to promote, or null for the best candidate other than the leader.</param>
/// <param name="From">The member that leads until then.</param>
/// <param name="By">Who asked for it.</param>
internal sealed record HandOver(string? Target, string From, OperatorNote By);
