using Comparison.Faults;

namespace Comparison.Scripting;

/// <summary>One experiment.</summary>
internal sealed record Scenario
{
    public required string Name { get; init; }

    public required FaultKind Fault { get; init; }

    /// <summary>How long the fault lasts.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How long it is watched, from the beginning of the fault.</summary>
    public required TimeSpan Observe { get; init; }

    /// <summary>Whether it is night: nobody reacts.</summary>
    public bool Night { get; init; }

    /// <summary>How often a year this happens. A parameter, not a measurement.</summary>
    public required double PerYear { get; init; }

    /// <summary>What it shows, for people.</summary>
    public string Says { get; init; } = "";
}
