using Failover.Transport;

namespace Failover.Consensus;

/// <summary>Whose data directory this is, and what this member has promised the others in Raft.</summary>
/// <param name="ClusterId">The cluster.</param>
/// <param name="Member">The member's name.</param>
/// <param name="RaftTerm">The highest Raft term that this member has told others it knows.</param>
/// <param name="Vote">Whom it voted for in that Raft term (an id in hexadecimal), or null.</param>
/// <param name="Members">The names of all members, in order: with others this member could find other majorities.</param>
/// <param name="Marks">One for each time that the record was written, oldest first, as many as are kept; at least one.</param>
internal sealed record MemberRecord(string ClusterId, string Member, long RaftTerm, string? Vote, string[] Members, Mark[] Marks)
{
    private const int MaxMarks = 32;

    /// <summary>More than what different members may remember differs by.</summary>
    private const long RejoinStep = 1_000;

    /// <summary>The member that remembers a mark which this directory never had; null while there is none.</summary>
    public string? OutdatedBy { get; init; }

    /// <summary>The record as it is written next.</summary>
    public MemberRecord WithNewMark() =>
        this with { Marks = [.. Marks.TakeLast(MaxMarks - 1), new Mark(Marks[^1].Number + 1, Guid.NewGuid())] };

    /// <summary>The record of a member that comes back without what was remembered of it: from here on, nobody remembers more.</summary>
    public MemberRecord Beyond(Mark mark) => this with { Marks = [new Mark(mark.Number + RejoinStep, Guid.NewGuid())], OutdatedBy = null };

    /// <summary>Whether this directory had that mark. Of marks older than those it keeps it can not tell, and says yes.</summary>
    public bool Had(Mark mark) => mark.Number < Marks[0].Number || Marks.Contains(mark);
}
