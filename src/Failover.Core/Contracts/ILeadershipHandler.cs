namespace Failover;

/// <summary>
/// Is told of the changes of an election, in order, one at a time. A handler may be slow or throw: that delays only its own
/// later calls, never the cluster or another handler.
/// </summary>
/// <remarks>
/// What a handler is told may have changed meanwhile; <see cref="Leadership.IsHeld"/> tells the present.
/// A handler that does not return holds back its own later events, which queue up in memory.
/// </remarks>
public interface ILeadershipHandler
{
    /// <summary>This member became the leader.</summary>
    /// <param name="leadership">The leadership, with its term.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    Task OnElectedAsync(Leadership leadership, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A leadership of this member is over.</summary>
    /// <param name="leadership">The leadership that is over.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    Task OnRevokedAsync(Leadership leadership, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The election has a new leader, or became vacant.</summary>
    /// <param name="snapshot">The state after the change.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    Task OnLeaderChangedAsync(ElectionSnapshot snapshot, CancellationToken cancellationToken) => Task.CompletedTask;
}
