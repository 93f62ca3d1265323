namespace Failover;

/// <summary>
/// One election, seen from this member. In dependency injection it is keyed by the election's name; see also
/// <see cref="ILeaderElectionFactory"/>. Safe to use from any thread.
/// </summary>
public interface ILeaderElection
{
    /// <summary>The name of the election.</summary>
    string Name { get; }

    /// <summary>The state after the log entries applied here so far.</summary>
    ElectionSnapshot Current { get; }

    /// <summary>Whether this process may act as leader at this instant: <c>Leadership?.IsHeld == true</c>.</summary>
    bool IsLeader { get; }

    /// <summary>The leadership that this process holds now, or null.</summary>
    Leadership? Leadership { get; }

    /// <summary>Waits until this process leads.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A leadership that was held when the wait ended.</returns>
    Task<Leadership> WaitForLeadershipAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Streams the election's states: the present one first, then one for each change, in order. A reader that falls more than
    /// 1,024 changes behind gets a <see cref="InvalidOperationException"/>, and may watch again.
    /// </summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    IAsyncEnumerable<ElectionSnapshot> WatchAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives up the leadership that this process holds: its leader services are stopped and awaited, then another member is
    /// promoted. This member is no candidate for a while (<c>Quarantine</c>).
    /// </summary>
    /// <param name="reason">Why, for the audit trail; at most 1,024 characters.</param>
    /// <param name="cancellationToken">Ends the wait, not the resignation.</param>
    /// <exception cref="LeadershipLostException">This process does not lead.</exception>
    Task ResignAsync(string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Tells how far this member has got with what the election is about, for example the replicated position of its data: among
    /// candidates of equal priority the one with the highest position is promoted. May be called often; the last value counts.
    /// </summary>
    /// <param name="position">Any number; higher is better. 0 until it is reported.</param>
    void ReportPosition(long position);

    /// <summary>Moves the leadership, wherever it is now, to another member, by a hand-over.</summary>
    /// <param name="target">The member to promote, or null for the best candidate other than the present leader.</param>
    /// <param name="cancellationToken">Ends the wait, not the hand-over.</param>
    /// <returns>The state after the hand-over.</returns>
    /// <remarks>A leader service must not await this for its own election: the hand-over waits until the service has ended.</remarks>
    /// <exception cref="FailoverException">The hand-over was refused or given up; the message says why.</exception>
    Task<ElectionSnapshot> HandOverAsync(string? target = null, CancellationToken cancellationToken = default);

    /// <summary>Proves by a round trip to a quorum that the leadership was held at some instant after the call.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The confirmed leadership.</returns>
    /// <exception cref="LeadershipLostException">This process does not lead.</exception>
    /// <exception cref="FailoverException">No quorum answered in time.</exception>
    Task<Leadership> ConfirmAsync(CancellationToken cancellationToken = default);
}
