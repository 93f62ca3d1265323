namespace Failover.Chaos.Checks;

/// <summary>The state of that which some operations are about, as far as they tell.</summary>
/// <param name="Term">The newest term, 0 before the first.</param>
/// <param name="Leader">Who was promoted in it.</param>
internal sealed record Seat(long Term, string? Leader)
{
    public static Seat Empty { get; } = new(0, null);

    /// <summary>Whether an operator has closed it: the election is paused, or the member drained.</summary>
    public bool IsClosed { get; init; }
}
