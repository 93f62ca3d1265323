namespace Failover.Consensus;

/// <summary>The first byte of a request, as DotNext 6.12 sends it.</summary>
internal enum RaftRequestKind : byte
{
    None = 0,
    Vote = 1,
    Resign = 2,
    AppendEntries = 4,
    InstallSnapshot = 5,
    Metadata = 6,
    PreVote = 7,
    Synchronize = 9,
}
