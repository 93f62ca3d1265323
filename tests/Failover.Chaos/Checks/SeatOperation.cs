namespace Failover.Chaos.Checks;

/// <summary>An operation on the seat, from the call to the answer. It takes effect at one instant between the two.</summary>
/// <param name="IsPromotion">A promotion makes the seat so; otherwise the leadership was confirmed, and the seat must have been so.</param>
/// <param name="Seat">What was promoted or confirmed.</param>
/// <param name="InvokedNanoseconds">When it began; 0 where that is not known.</param>
/// <param name="ReturnedNanoseconds">When it was answered, or its effect was seen.</param>
internal sealed record SeatOperation(bool IsPromotion, Seat Seat, long InvokedNanoseconds, long ReturnedNanoseconds) : ISeatOperation
{
    public string About => "the seat";

    /// <summary>The state after it, or null when it can not take effect in this state.</summary>
    public Seat? ApplyTo(Seat state) => IsPromotion
        ? Seat.Term > state.Term ? state with { Term = Seat.Term, Leader = Seat.Leader } : null
        : (Seat.Term, Seat.Leader) == (state.Term, state.Leader) ? state : null;

    public override string ToString() => $"{(IsPromotion ? "promotion" : "confirmation")} of {Seat.Leader} in term {Seat.Term}";
}
