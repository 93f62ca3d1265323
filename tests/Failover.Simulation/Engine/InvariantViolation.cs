namespace Failover.Simulation.Engine;

/// <summary>The history contradicts an invariant of the design.</summary>
internal sealed class InvariantViolation(string invariant, string message) : Exception($"{invariant}: {message}")
{
    public string Invariant => invariant;
}
