namespace Failover.Chaos.Checks;

/// <summary>The state of an election, as far as operations tell.</summary>
/// <param name="Term">The newest term, 0 before the first.</param>
/// <param name="Leader">Who was promoted in it.</param>
internal sealed record Seat(long Term, string? Leader)
{
    public static Seat Empty { get; } = new(0, null);

    /// <summary>Whether an operator has paused it.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The drained members, by name, each followed by a space.</summary>
    public string Drained { get; init; } = "";

    public bool IsDrained(string member) => Drained.Split(' ').Contains(member);

    public Seat Drain(string member) => IsDrained(member) ? this : Of(Members.Append(member));

    public Seat Undrain(string member) => Of(Members.Where(other => other != member));

    private IEnumerable<string> Members => Drained.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private Seat Of(IEnumerable<string> members) => this with { Drained = string.Concat(members.Order(StringComparer.Ordinal).Select(name => $"{name} ")) };
}
