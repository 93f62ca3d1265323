namespace Failover;

/// <summary>
/// Work that runs on the leader, and only there. Register it with <c>AddLeaderService</c>; it is created anew, in a scope of its
/// own, for each leadership.
/// </summary>
/// <remarks>
/// Started when the leadership begins. When it ends, <c>lost</c> is cancelled and the task is awaited; in a hand-over nobody
/// else is promoted before it has ended. Two runs never overlap in one process. A run that ends by an exception resigns, and
/// the member is no candidate for a while; one that returns while the leadership is held keeps the leadership.
/// </remarks>
public abstract class LeaderService
{
    /// <summary>Does the leader's work until <paramref name="lost"/> is cancelled.</summary>
    /// <param name="leadership">The leadership, whose <see cref="Leadership.Term"/> goes with every write.</param>
    /// <param name="lost">Cancelled when the work must stop.</param>
    protected internal abstract Task ExecuteAsync(Leadership leadership, CancellationToken lost);
}
