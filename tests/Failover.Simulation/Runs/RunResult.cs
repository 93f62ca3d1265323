using Failover.Simulation.Engine;

namespace Failover.Simulation.Runs;

/// <summary>What came of one simulated run.</summary>
/// <param name="Violation">The invariant that did not hold, or null.</param>
/// <param name="Simulated">How long it was, in simulated time.</param>
/// <param name="Took">How long the cluster took to recover after the last fault.</param>
/// <param name="Digest">A digest of the history.</param>
/// <param name="Coverage">What was reached.</param>
/// <param name="Looks">How often each invariant was looked at.</param>
/// <param name="Lines">What happened, if that was asked for.</param>
internal sealed record RunResult(
    InvariantViolation? Violation,
    TimeSpan Simulated,
    TimeSpan Took,
    ulong Digest,
    Coverage Coverage,
    IReadOnlyDictionary<string, long> Looks,
    IReadOnlyList<string> Lines);
