namespace Failover.Consensus;

/// <summary>Whose data directory this is, and what this member has promised the others in Raft.</summary>
/// <param name="ClusterId">The cluster.</param>
/// <param name="Member">The member's name.</param>
/// <param name="RaftTerm">The highest Raft term that this member has told others it knows.</param>
/// <param name="Vote">Whom it voted for in that Raft term (an id in hexadecimal), or null.</param>
/// <param name="Members">The names of all members, in order: with others this member could find other majorities.</param>
internal sealed record MemberRecord(string ClusterId, string Member, long RaftTerm, string? Vote, string[] Members);
