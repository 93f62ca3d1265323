namespace Failover.Chaos.Checks;

/// <summary>The state of an election, as far as operations tell: who was promoted last.</summary>
/// <param name="Term">The newest term, 0 before the first.</param>
/// <param name="Leader">Who was promoted in it.</param>
internal sealed record Seat(long Term, string? Leader)
{
    public static Seat Empty { get; } = new(0, null);
}
