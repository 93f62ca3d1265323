namespace Failover.Transport;

/// <summary>
/// The newest marks of all members. Every handshake tells each side what the other remembers of it, so that a member learns when its data
/// directory is older than what it promised (docs/decisions/0016-marks.md). Safe to use from any thread; never throws.
/// </summary>
internal interface IMarkBook
{
    /// <summary>What to tell a member.</summary>
    Marks For(string member);

    /// <summary>Takes what a member says. False when the data directory of this one is outdated: it must not take part.</summary>
    bool Hear(string member, Marks marks);
}
