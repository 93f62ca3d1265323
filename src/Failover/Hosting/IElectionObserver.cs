namespace Failover.Hosting;

/// <summary>
/// One election's application side. The driver's loop thread calls; every call only enqueues, and never blocks or throws.
/// </summary>
internal interface IElectionObserver
{
    /// <summary>The term, the leader or the vacancy changed. Every change is told, in order.</summary>
    void OnChanged(ElectionSnapshot snapshot);

    /// <summary>This process leads from now on, while <paramref name="lease"/> runs.</summary>
    void OnLeadershipBegan(long term, SessionLease lease);

    /// <summary>
    /// Stop (hand-over, resignation, drain, shutdown): the token is cancelled, the services are stopped, and
    /// <see cref="IMemberDriver.ReportReleased"/> tells when they have ended. Until then the leadership is still held.
    /// </summary>
    void OnReleaseRequested(long term, string reason);

    /// <summary>The leadership is over now, whatever its services still do.</summary>
    void OnLeadershipEnded(long term, string reason);
}
