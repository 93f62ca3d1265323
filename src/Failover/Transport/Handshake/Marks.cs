namespace Failover.Transport;

/// <summary>What each side of a handshake tells the other of marks.</summary>
/// <param name="Speaker">The newest mark of the member that speaks.</param>
/// <param name="Listener">The mark that it remembers of the member it speaks to.</param>
/// <param name="Acknowledged">The mark that the member it speaks to said last that it remembers, when the speaker had it; until then none.</param>
internal readonly record struct Marks(Mark Speaker, Mark Listener, Mark Acknowledged);
