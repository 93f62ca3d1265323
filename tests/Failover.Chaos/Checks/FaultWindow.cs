using Failover.Chaos.Plans;

namespace Failover.Chaos.Checks;

/// <summary>A fault in the history of a round.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="AtNanoseconds">When it began.</param>
/// <param name="HealedNanoseconds">When it was over.</param>
/// <param name="SettledNanoseconds">When a leader acted that all members agreed about.</param>
/// <param name="MayEndLeadership">Whether it may cost the leadership.</param>
/// <param name="BreaksAssumption">Whether two may act at once because of it.</param>
internal sealed record FaultWindow(
    FaultKind Kind,
    long AtNanoseconds,
    long HealedNanoseconds,
    long SettledNanoseconds,
    bool MayEndLeadership,
    bool BreaksAssumption)
{
    /// <summary>Members that were hit, so that a leadership of theirs may end whatever <see cref="MayEndLeadership"/> says.</summary>
    public IReadOnlyCollection<string> Victims { get; init; } = [];

    public bool Contains(long nanoseconds) => nanoseconds >= AtNanoseconds && nanoseconds <= SettledNanoseconds;
}
