namespace TaskDispatch.Records;

/// <summary>Two leaders at once, for certain.</summary>
/// <param name="First">One of them.</param>
/// <param name="Second">The other.</param>
public sealed record LeaderOverlap(ActingInterval First, ActingInterval Second)
{
    /// <summary>The first instant at which both acted.</summary>
    public long FromNanoseconds => Math.Max(First.FirstNanoseconds, Second.FirstNanoseconds);

    /// <summary>The last instant at which both acted.</summary>
    public long UntilNanoseconds => Math.Min(First.LastNanoseconds, Second.LastNanoseconds);

    public override string ToString() =>
        $"Two leaders: {First} and {Second} acted at the same time for {(UntilNanoseconds - FromNanoseconds) / 1e6:F3} ms.";
}
