namespace TaskDispatch.Endpoints;

/// <summary>Answer (200) to an operation on the leadership.</summary>
/// <param name="Leader">The leader, or null while there is none.</param>
/// <param name="Term">The term that was confirmed, or that began.</param>
public sealed record LeadershipAnswer(string? Leader, long Term);
