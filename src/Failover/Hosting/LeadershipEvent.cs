namespace Failover.Hosting;

/// <summary>One call to every leadership handler of an election.</summary>
/// <param name="Method">The handler's method, for the log.</param>
/// <param name="TellAsync">Makes the call.</param>
internal sealed record LeadershipEvent(string Method, Func<ILeadershipHandler, CancellationToken, Task> TellAsync)
{
    public static LeadershipEvent Elected(Leadership leadership) =>
        new(nameof(ILeadershipHandler.OnElectedAsync), (handler, cancellation) => handler.OnElectedAsync(leadership, cancellation));

    public static LeadershipEvent Revoked(Leadership leadership) =>
        new(nameof(ILeadershipHandler.OnRevokedAsync), (handler, cancellation) => handler.OnRevokedAsync(leadership, cancellation));

    public static LeadershipEvent LeaderChanged(ElectionSnapshot snapshot) =>
        new(nameof(ILeadershipHandler.OnLeaderChangedAsync), (handler, cancellation) => handler.OnLeaderChangedAsync(snapshot, cancellation));
}
