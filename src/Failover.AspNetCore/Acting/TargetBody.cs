using System.ComponentModel;

namespace Failover.AspNetCore.Acting;

/// <summary>The body of a hand-over or a drill.</summary>
internal sealed record TargetBody : ActBody
{
    /// <summary>See the description.</summary>
    [Description("The member to promote, or null for the best other candidate.")]
    public string? Target { get; init; }
}
