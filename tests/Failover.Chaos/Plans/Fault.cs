namespace Failover.Chaos.Plans;

/// <summary>One fault of a plan.</summary>
/// <param name="Number">Its place in the plan.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Calm">How long nothing goes wrong before.</param>
/// <param name="Length">How long it lasts.</param>
/// <param name="Choice">Decides what else there is to choose: which member, which file.</param>
internal sealed record Fault(int Number, FaultKind Kind, TimeSpan Calm, TimeSpan Length, int Choice)
{
    /// <summary>One of several, by <see cref="Choice"/>.</summary>
    public T Choose<T>(IReadOnlyList<T> from) => from[Choice % from.Count];
}
