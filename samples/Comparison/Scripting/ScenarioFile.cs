using Comparison.Columns;

namespace Comparison.Scripting;

/// <summary>A script: what to run, and under which assumptions.</summary>
internal sealed record ScenarioFile(Workload Workload, OperatorSettings Operator, YearSettings Year, IReadOnlyList<Scenario> Scenarios);
