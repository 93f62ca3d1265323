using TaskDispatch;
using TaskDispatch.Records;

namespace Failover.Chaos.Tests;

/// <summary>Lines of records made by hand. Times are milliseconds; a member's process is <c>member-1</c> unless it says otherwise.</summary>
internal static class Lines
{
    public static RecordLine Started(string member, long at, int process = 1) => Line(RecordKind.Started, member, at, process) with { Election = null };

    public static RecordLine Began(string member, long at, long term) => Line(RecordKind.LeadershipBegan, member, at) with { Term = term, Held = true };

    public static RecordLine Ended(string member, long at, long term) => Line(RecordKind.LeadershipEnded, member, at) with { Term = term, Held = false };

    public static RecordLine Act(string member, long at, long term) => Line(RecordKind.Act, member, at) with
    {
        Term = term,
        Held = true,
        EndNanoseconds = (at + 1) * 1_000_000,
        HeldAtEnd = true,
        Operation = "assign",
    };

    public static RecordLine Seen(string member, long at, long term, string? leader, int process = 1) =>
        Line(RecordKind.LeaderSeen, member, at, process) with { Term = term, Leader = leader };

    private static RecordLine Line(RecordKind kind, string member, long at, int process = 1) => new()
    {
        AtNanoseconds = at * 1_000_000,
        Kind = kind,
        Member = member,
        Process = $"{member}-{process}",
        Election = TaskDispatchOptions.Election,
    };
}
