namespace TaskDispatch.Endpoints;

/// <summary>Answer (421) of a member that does not lead.</summary>
/// <param name="Leader">The leader's name as far as this member knows, or null.</param>
/// <param name="Address">The leader's HTTP base address as far as this member knows, or null.</param>
/// <param name="Term">The latest term that this member knows.</param>
public sealed record NotTheLeader(string? Leader, string? Address, long Term);
