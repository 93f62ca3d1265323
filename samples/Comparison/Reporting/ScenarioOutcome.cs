namespace Comparison.Reporting;

/// <summary>What was measured in one scenario.</summary>
internal sealed record ScenarioOutcome(string Name, string Fault, string Says, double FaultSeconds, double ObservedSeconds, bool Night, double PerYear, IReadOnlyList<ModeOutcome> Modes);
