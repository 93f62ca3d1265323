namespace Failover.Chaos.Checks;

/// <summary>What operations tell of an election: of its seat, of its pause, or of the drain of one member (<see cref="ISeatOperation.About"/>).</summary>
/// <param name="Term">The newest term, 0 before the first.</param>
/// <param name="Leader">Who was promoted in it.</param>
internal sealed record Seat(long Term, string? Leader)
{
    public static Seat Empty { get; } = new(0, null);

    /// <summary>Whether the pause, or the drain, is in force.</summary>
    public bool IsInForce { get; init; }
}
