using Failover.Chaos.Checks;

namespace Failover.Chaos.Faults;

/// <summary>Somebody who has called operations.</summary>
internal interface IOperationHistory
{
    /// <summary>What was answered: confirmations, and hand-overs as promotions.</summary>
    IReadOnlyCollection<SeatOperation> Answers { get; }
}
