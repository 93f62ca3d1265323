using System.Buffers.Binary;

namespace Failover.Chaos.Faults;

/// <summary>
/// What a data directory says that its member has promised: read straight from the files, by nothing of the library. A member that
/// starts with less could vote twice, or lose what it acknowledged.
/// </summary>
/// <param name="RaftTerm">The highest Raft term that it knows.</param>
/// <param name="Vote">Its vote in it, in hexadecimal; empty where it has none.</param>
/// <param name="Acknowledged">The last log entry that it has acknowledged.</param>
/// <param name="Stored">The last log entry that it has, by the log's own file or a snapshot.</param>
internal sealed record Promises(long RaftTerm, string Vote, long Acknowledged, long Stored)
{
    /// <summary>What the file begins with where there is no vote. What follows may be what is left of an earlier one.</summary>
    private const byte NoVote = 0;

    /// <summary>Reads a directory that nobody writes to.</summary>
    public static Promises Read(string directory)
    {
        var state = File.ReadAllBytes(Path.Combine(directory, "raft", "state"));
        var checkpoint = File.ReadAllBytes(Path.Combine(directory, "raft", "checkpoint"));
        var progress = File.ReadAllBytes(Path.Combine(directory, "progress"));
        return new Promises(
            state.Length < sizeof(long) ? 0 : BinaryPrimitives.ReadInt64LittleEndian(state.AsSpan(state.Length - sizeof(long))),
            state.Length > sizeof(long) && state[0] != NoVote ? Convert.ToHexString(state.AsSpan(0, state.Length - sizeof(long))) : "",
            progress.Length < sizeof(long) ? 0 : BinaryPrimitives.ReadInt64LittleEndian(progress),
            Math.Max(SnapshotIndex(directory), checkpoint.Length < 20 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(checkpoint.AsSpan(12))));
    }

    /// <summary>What was forgotten since, in words; null when nothing was.</summary>
    public string? ForgottenBy(Promises later)
    {
        if (later.RaftTerm < RaftTerm)
        {
            return $"Raft term {RaftTerm} is forgotten; it is {later.RaftTerm} now.";
        }

        if (later.RaftTerm == RaftTerm && later.Vote != Vote)
        {
            return $"The vote of Raft term {RaftTerm} is forgotten.";
        }

        return later.Stored < Acknowledged
            ? $"Entries up to {Acknowledged} were acknowledged, and the log ends at {later.Stored}."
            : null;
    }

    /// <summary>Snapshots are named by the index of the last entry in them.</summary>
    private static long SnapshotIndex(string directory)
    {
        var snapshots = Path.Combine(directory, "snapshots");
        return !Directory.Exists(snapshots)
            ? 0
            : Directory.EnumerateFiles(snapshots)
                .Select(file => long.TryParse(Path.GetFileNameWithoutExtension(file), out var index) ? index : 0)
                .DefaultIfEmpty()
                .Max();
    }
}
