using System.ComponentModel;

namespace Failover.AspNetCore.Acting;

/// <summary>The body of a pause.</summary>
internal sealed record PauseBody : ActBody
{
    /// <summary>See the description.</summary>
    [Description("For how long, in milliseconds; null until resumed.")]
    public long? DurationMs { get; init; }
}
