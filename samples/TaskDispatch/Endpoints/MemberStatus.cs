using TaskDispatch.Store;

namespace TaskDispatch.Endpoints;

/// <summary>Answer to <c>GET /status</c>.</summary>
public sealed record MemberStatus(string Member, bool IsLeader, string? Leader, string? LeaderAddress, long Term, TaskCounts Counts);
