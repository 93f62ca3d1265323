using Failover;

namespace TaskDispatch.Working;

/// <summary>An election as this member sees it, until it sees something newer.</summary>
/// <param name="Snapshot">What is seen.</param>
/// <param name="Superseded">
/// Cancelled when there is something newer to see. Ends requests to a leader that was replaced and may never answer.
/// </param>
public sealed record LeaderView(ElectionSnapshot Snapshot, CancellationToken Superseded)
{
    /// <summary>The leader's HTTP base address, or null while there is none.</summary>
    public Uri? Address { get; } = Uri.TryCreate(Snapshot.Leader?.Address, UriKind.Absolute, out var address) ? address : null;
}
