namespace Failover.Operations;

/// <summary>
/// What operators may do at this member, which passes it to the coordinator, wherever that is and moves to. In dependency injection as
/// a singleton; safe to use from any thread. It checks what is asked, not who asks: authorize before.
/// </summary>
public interface IFailoverOperations
{
    /// <summary>The cluster, as this member has it.</summary>
    ClusterStatus Status { get; }

    /// <summary>
    /// Streams the cluster's state: the present one first, then the newest after each change. A slow reader skips states in between.
    /// </summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    IAsyncEnumerable<ClusterStatus> WatchAsync(CancellationToken cancellationToken = default);

    /// <summary>Returns the kept records of the audit trail after that number, oldest first; the latest 1,000 are kept.</summary>
    /// <param name="after">The number of the last record that is known; 0 for all that are kept.</param>
    /// <param name="most">How many to return at the most. From 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    IReadOnlyList<Audit.AuditRecord> ReadAudit(long after, int most);

    /// <summary>
    /// Does what an operator asks, once, however often it is repeated under the same key, through whichever member. Never throws for
    /// what an operator wrote: that is refused in the result, and in the audit trail.
    /// </summary>
    /// <param name="command">What is asked, by whom, and under which key.</param>
    /// <param name="cancellationToken">Ends the wait, not the command.</param>
    /// <returns>How it ended. Without an answer within the operation time-out: <see cref="OperatorOutcome.Unavailable"/> or
    /// <see cref="OperatorOutcome.Unknown"/>.</returns>
    Task<OperatorResult> ExecuteAsync(OperatorCommand command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Rehearses a failover: hands over to the target, and back to the member that led, and measures both times without a leader.
    /// </summary>
    /// <param name="there">The first hand-over: its target, or the best other candidate, leads meanwhile. Its key is the drill's; the two
    /// hand-overs have keys of their own, derived from it. A dry run says what both would do.</param>
    /// <param name="cancellationToken">Ends the wait; a hand-over that has begun is finished.</param>
    Task<OperatorResult> DrillAsync(OperatorCommand.HandOverLeadership there, CancellationToken cancellationToken = default);

    /// <summary>Asks the coordinator why an election is as it is; null where there is no such election.</summary>
    /// <param name="election">The election.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FailoverException">No coordinator answered in time; the message names the members that are missing.</exception>
    Task<Explanation?> ExplainAsync(string election, CancellationToken cancellationToken = default);
}
